import Resources
import Values

/// The rules that look at one resource.
struct ResourceRules {
    let resource: Resource

    private var properties: Value { resource.properties }

    var findings: [Finding] {
        switch resource.kind.name {
        case "AWS::RDS::DBInstance": database
        case "AWS::EC2::SecurityGroupIngress": ingress
        case "AWS::EC2::Volume": volume
        case "AWS::EC2::Instance": machine(properties)
        case "AWS::EC2::LaunchTemplate": machine(properties["LaunchTemplateData"] ?? [:])
        case "AWS::AutoScaling::AutoScalingGroup":
            (properties.number("MinSize") ?? 0) < 2
                ? [found(.singleReplica, "The fleet may shrink to one machine.")] : []
        case "AWS::EKS::Cluster": cluster
        case "AWS::ElastiCache::ReplicationGroup": cache
        case "AWS::ElasticLoadBalancingV2::Listener": listener
        default: []
        }
    }

    private func found(_ rule: Rule, _ message: String) -> Finding {
        Finding(rule, resource.address.text, message)
    }

    private func isOn(_ name: String) -> Bool { properties[name]?.flag == true }

    private var database: [Finding] {
        var all: [Finding] = []
        if isOn("PubliclyAccessible") { all.append(found(.publicDatabase, "The database has a public address.")) }
        // A replica of another region is encrypted by the key that it names (RDS, CreateDBInstanceReadReplica).
        let isReplica = properties["SourceDBInstanceIdentifier"] ?? "" != ""
        if !isOn("StorageEncrypted"), !isReplica || properties["KmsKeyId"] == nil {
            all.append(found(.unencrypted, "The database's storage is not encrypted."))
        }
        if !isOn("DeletionProtection") { all.append(found(.noDeletionProtection, "One call deletes the database.")) }
        if !isReplica {
            let days = properties.number("BackupRetentionPeriod") ?? 0
            if days == 0 { all.append(found(.noBackup, "The database makes no backups.")) }
            if (1..<7).contains(days) { all.append(found(.shortBackup, "Backups go back \(days) days only.")) }
        }
        if !isOn("MultiAZ") { all.append(found(.singleZone, "The database has no standby in another zone.")) }
        return all
    }

    private var ingress: [Finding] {
        let isOpen = properties.text("CidrIpv4") == "0.0.0.0/0" || properties.text("CidrIpv6") == "::/0"
        guard isOpen else { return [] }
        let (from, to) = (properties.number("FromPort"), properties.number("ToPort"))
        if let from, from == to, [80, 443].contains(from) { return [] }
        let ports = from.map { from in from == to ? "Port \(from)" : "Ports \(from) to \(to ?? 65_535)" } ?? "All ports"
        return [found(.openPort, "\(ports) can be reached from everywhere.")]
    }

    private var volume: [Finding] {
        var all: [Finding] = []
        if !isOn("Encrypted") { all.append(found(.unencrypted, "The volume is not encrypted.")) }
        if resource.lifecycle.isKept {
            all.append(found(.noBackup, "The volume holds the platform's data, and nothing makes snapshots of it."))
        }
        return all
    }

    private func machine(_ properties: Value) -> [Finding] {
        var all: [Finding] = []
        for mapping in properties["BlockDeviceMappings"]?.elements ?? []
        where mapping["Ebs"]?["Encrypted"]?.flag != true {
            all.append(found(.unencrypted, "The volume \(mapping.text("DeviceName") ?? "") is not encrypted."))
        }
        if properties["MetadataOptions"]?.text("HttpTokens") != "required" {
            all.append(found(.oldMetadata, "Whoever makes the machine fetch an address gets its credentials."))
        }
        return all
    }

    private var cluster: [Finding] {
        let vpc = properties["resourcesVpcConfig"] ?? [:]
        guard vpc["endpointPublicAccess"]?.flag != false else { return [] }
        let open = vpc["publicAccessCidrs"]?.texts ?? ["0.0.0.0/0"]
        guard open.contains("0.0.0.0/0") || open.contains("::/0") else { return [] }
        return [found(.openCluster, "The cluster's endpoint can be reached from everywhere.")]
    }

    private var cache: [Finding] {
        var all: [Finding] = []
        if !isOn("AtRestEncryptionEnabled") { all.append(found(.unencrypted, "The cache is not encrypted at rest.")) }
        if !isOn("TransitEncryptionEnabled") { all.append(found(.plainTraffic, "The cache is asked in plain text.")) }
        if !isOn("MultiAZEnabled") || (properties.number("NumCacheClusters") ?? 1) < 2 {
            all.append(found(.singleZone, "The cache has no replica in another zone."))
        }
        return all
    }

    private var listener: [Finding] {
        guard properties.text("Protocol") == "HTTP" else { return [] }
        let actions = properties["DefaultActions"]?.elements ?? []
        let redirects = actions.contains { $0.text("Type") == "redirect" }
        return redirects ? [] : [found(.plainTraffic, "The load balancer takes requests in plain text.")]
    }
}
