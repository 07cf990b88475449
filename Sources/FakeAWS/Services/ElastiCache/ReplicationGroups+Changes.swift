import CloudCalls
import Values

extension ReplicationGroups {
    private static func changeable(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let group = try find(call, cloud)
        guard group.status == "available" else {
            throw AWSError(
                "InvalidReplicationGroupState", "Replication group must be in available state to modify.")
        }
        return group
    }

    /// Has the group be `modifying` for a while; then it gets the settings, and the members that `count` says.
    static func beginChange(
        _ settings: Value, of group: CloudObject, for span: TimeSpan, count: Int? = nil, _ cloud: inout Cloud
    ) {
        cloud.update(group.key) { $0.status = "modifying" }
        var argument: Value = ["settings": settings]
        if let count { argument["count"] = .int(count) }
        cloud.schedule("elasticache.changed", after: span, on: group.key, argument)
    }

    static func changed(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let group = cloud.objects[event.key], group.status == "modifying" else { return }
        let settings = (group.hidden["settings"] ?? [:]).merging(event.argument["settings"] ?? [:])
        cloud.update(event.key) {
            $0.status = "available"
            $0.hidden["settings"] = settings
            $0.hidden["parameterGroup"] = settings["CacheParameterGroupName"]
        }
        for interface in (group.hidden["members"]?.elements ?? []).compactMap({ $0.text("Interface") }) {
            cloud.update(CloudObject.Key(EC2Type.networkInterface.type, group.region, interface)) {
                $0.attributes["Groups"] = .list(
                    (settings["SecurityGroupIds"]?.texts ?? []).map { ["GroupId": .string($0)] })
            }
        }
        if let count = event.argument.number("count") { setMembers(count, of: event.key, &cloud) }
    }

    @Sendable static func modify(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try changeable(call, cloud)
        let old = group.hidden["settings"] ?? [:]
        var changes: Value = [:]
        for member in CacheSettings.modifiable {
            if let value = call.input[member], old[member] != value { changes[member] = value }
        }
        try addEngine(to: &changes, old, call)
        if let name = call.input.text("CacheParameterGroupName")?.lowercased() {
            changes["CacheParameterGroupName"] = .string(name)
        }
        try addTransit(to: &changes, old)
        try CacheSettings.check(
            old.merging(changes), members: group.hidden["members"]?.elements.count ?? 0, call, cloud)
        if let text = call.input["ReplicationGroupDescription"] {
            cloud.update(group.key) { $0.attributes["Description"] = text }
        }
        let slow: Set<String> = ["CacheNodeType", "Engine", "EngineVersion"]
        let isSlow = changes.members.contains { slow.contains($0.name) }
        // Without ApplyImmediately these wait for the maintenance window, which never comes here.
        if isSlow, call.input["ApplyImmediately"]?.flag != true { for name in slow { changes[name] = nil } }
        if !changes.members.isEmpty {
            beginChange(changes, of: group, for: isSlow ? .minutes(9) : .seconds(45), &cloud)
        }
        return ["ReplicationGroup": cloud.objects[group.key].map(shown) ?? [:]]
    }

    /// Engines go from redis to valkey and versions up, never back.
    private static func addEngine(to changes: inout Value, _ old: Value, _ call: Call) throws(AWSError) {
        let before = old.text("Engine") ?? ""
        let engine = call.input.text("Engine") ?? before
        guard engine == before || (before == "redis" && engine == "valkey") else {
            throw AWSError("InvalidParameterCombination", "The engine can't be changed from \(before) to \(engine).")
        }
        guard engine != before || call.input["EngineVersion"] != nil else { return }
        let version = try CacheEngine.version(engine, call.input.text("EngineVersion"))
        let current = old.text("EngineVersion") ?? ""
        guard engine != before || !VersionNumbers.isOlder(version, than: current) else {
            throw AWSError(
                "InvalidParameterCombination", "The version can't go down from \(current) to \(version).")
        }
        changes["Engine"] = .string(engine)
        changes["EngineVersion"] = .string(version)
        // AWS moves a standard group along, and asks for another one in place of a user's.
        if old.text("CacheParameterGroupName")?.hasPrefix("default.") == true {
            changes["CacheParameterGroupName"] = .string(CacheEngine.standardGroup(engine, version))
        }
    }

    /// In-transit encryption goes on and off by way of the mode `preferred`.
    private static func addTransit(to changes: inout Value, _ old: Value) throws(AWSError) {
        let isOn = old["TransitEncryptionEnabled"]?.flag == true
        let mode = changes.text("TransitEncryptionMode")
        switch changes["TransitEncryptionEnabled"]?.flag {
        case true?:
            guard mode == "preferred" else {
                throw AWSError("InvalidParameterCombination", "Enabling needs TransitEncryptionMode preferred.")
            }
        case false?:
            guard old.text("TransitEncryptionMode") == "preferred" else {
                throw AWSError("InvalidParameterCombination", "Disabling needs TransitEncryptionMode preferred first.")
            }
            changes["TransitEncryptionMode"] = .null
        case nil:
            guard mode == nil || isOn else {
                throw AWSError("InvalidParameterCombination", "TransitEncryptionMode needs in-transit encryption.")
            }
        }
    }

    // MARK: Replicas

    @Sendable static func increaseReplicas(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        try setReplicas(&cloud, call) { $0 > $1 }
    }

    @Sendable static func decreaseReplicas(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        try setReplicas(&cloud, call) { $0 < $1 }
    }

    private static func setReplicas(
        _ cloud: inout Cloud, _ call: Call, isAllowed: (Int, Int) -> Bool
    ) throws(AWSError) -> Value {
        let group = try changeable(call, cloud)
        guard call.input["ApplyImmediately"]?.flag == true, let replicas = call.input.number("NewReplicaCount") else {
            throw AWSError("InvalidParameterCombination", "NewReplicaCount and ApplyImmediately are needed.")
        }
        let count = group.hidden["members"]?.elements.count ?? 1
        guard replicas + 1 != count else {
            throw AWSError("NoOperationFault", "The replica count is \(replicas) already.")
        }
        guard isAllowed(replicas + 1, count) else {
            throw AWSError("InvalidParameterValue", "NewReplicaCount \(replicas) goes the other way.")
        }
        try CacheSettings.check(group.hidden["settings"] ?? [:], members: replicas + 1, call, cloud)
        beginChange([:], of: group, for: .minutes(5), count: replicas + 1, &cloud)
        return ["ReplicationGroup": cloud.objects[group.key].map(shown) ?? [:]]
    }
}
