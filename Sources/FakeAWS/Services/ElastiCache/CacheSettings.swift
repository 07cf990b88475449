import CloudCalls
import Values

/// What can be set on a replication group, and which combinations AWS refuses.
enum CacheSettings {
    static let creatable = modifiable + ["AtRestEncryptionEnabled", "KmsKeyId", "Port"]
    static let modifiable = [
        "AutomaticFailoverEnabled", "MultiAZEnabled", "CacheNodeType", "SecurityGroupIds", "TransitEncryptionEnabled",
        "TransitEncryptionMode", "SnapshotRetentionLimit", "SnapshotWindow", "AutoMinorVersionUpgrade",
        "PreferredMaintenanceWindow",
    ]

    static func check(
        _ settings: Value, members count: Int, _ call: Call, _ cloud: Cloud
    ) throws(AWSError) {
        guard (1...6).contains(count) else {
            throw AWSError("InvalidParameterValue", "A replication group has 1 to 6 cache clusters.")
        }
        guard settings.text("CacheNodeType")?.hasPrefix("cache.") == true else {
            throw AWSError("InvalidParameterValue", "The parameter CacheNodeType is not valid.")
        }
        if settings["AutomaticFailoverEnabled"]?.flag == true, count < 2 {
            throw AWSError("InvalidParameterCombination", "Automatic failover needs at least two cache clusters.")
        }
        if settings["MultiAZEnabled"]?.flag == true, settings["AutomaticFailoverEnabled"]?.flag != true {
            throw AWSError("InvalidParameterCombination", "Multi-AZ needs automatic failover.")
        }
        if call.input["AuthToken"] != nil, settings["TransitEncryptionEnabled"]?.flag != true {
            throw AWSError("InvalidParameterCombination", "AuthToken needs in-transit encryption.")
        }
        if settings["KmsKeyId"] != nil, settings["AtRestEncryptionEnabled"]?.flag != true {
            throw AWSError("InvalidParameterCombination", "KmsKeyId needs at-rest encryption.")
        }
        if let name = call.input.text("CacheSubnetGroupName")?.lowercased(),
            cloud.object(ElastiCache.subnetGroup, call.region, name) == nil
        {
            throw AWSError("CacheSubnetGroupNotFoundFault", "Cache Subnet Group \(name) does not exist.")
        }
        for id in call.input["SecurityGroupIds"]?.texts ?? []
        where cloud.object(EC2Type.securityGroup.type, call.region, id) == nil {
            throw AWSError("InvalidParameterValue", "The security group '\(id)' does not exist.")
        }
        try checkParameterGroup(settings, call, cloud)
    }

    private static func checkParameterGroup(_ settings: Value, _ call: Call, _ cloud: Cloud) throws(AWSError) {
        let family = CacheEngine.family(settings.text("Engine") ?? "", settings.text("EngineVersion") ?? "")
        let name = settings.text("CacheParameterGroupName") ?? ""
        let own: String
        if name.hasPrefix("default.") {
            own = String(name.dropFirst("default.".count))
        } else if let group = cloud.object(ElastiCache.parameterGroup, call.region, name) {
            own = group.attributes.text("CacheParameterGroupFamily") ?? ""
        } else {
            throw AWSError("CacheParameterGroupNotFound", "CacheParameterGroup not found: \(name)")
        }
        guard own == family else {
            throw AWSError(
                "InvalidParameterCombination",
                "Expected a parameter group of family \(family) but found one of family \(own)")
        }
    }
}
