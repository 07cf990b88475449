import Resources

/// What AWS and Kubernetes take as names, by the API references of each service.
enum NameRules {
    struct Rule: Sendable {
        let property: String
        let length: ClosedRange<Int>
        /// Characters beside ASCII letters and digits.
        var more = "-"
        /// Identifiers of RDS and ElastiCache: a letter first, no hyphen last, no two in a row.
        var isStrict = false
        /// No region has one of its own.
        var isGlobal = false
        /// Lower-case letters alone.
        var isLowerCase = false
    }

    static let byKind: [Kind: Rule] = [
        "AWS::AutoScaling::AutoScalingGroup": Rule(property: "AutoScalingGroupName", length: 1...255),
        "AWS::Budgets::Budget": Rule(property: "BudgetName", length: 1...100, more: "- _.", isGlobal: true),
        "AWS::CloudFront::CachePolicy": Rule(property: "Name", length: 1...128, more: "-_", isGlobal: true),
        "AWS::CloudWatch::Alarm": Rule(property: "AlarmName", length: 1...255),
        "AWS::EC2::LaunchTemplate": Rule(property: "LaunchTemplateName", length: 3...128, more: "-()./_"),
        "AWS::EC2::SecurityGroup": Rule(property: "GroupName", length: 1...255),
        "AWS::ECR::Repository": Rule(property: "RepositoryName", length: 2...256, more: "-/_.", isLowerCase: true),
        "AWS::EKS::Cluster": Rule(property: "name", length: 1...100, more: "-_"),
        "AWS::EKS::Nodegroup": Rule(property: "nodegroupName", length: 1...63, more: "-_"),
        "AWS::ElastiCache::ParameterGroup": Rule(
            property: "CacheParameterGroupName", length: 1...255, isStrict: true, isLowerCase: true),
        "AWS::ElastiCache::ReplicationGroup": Rule(
            property: "ReplicationGroupId", length: 1...40, isStrict: true, isLowerCase: true),
        "AWS::ElastiCache::SubnetGroup": Rule(property: "CacheSubnetGroupName", length: 1...255, isLowerCase: true),
        "AWS::ElasticLoadBalancingV2::LoadBalancer": Rule(property: "Name", length: 1...32, isStrict: true),
        "AWS::ElasticLoadBalancingV2::TargetGroup": Rule(property: "Name", length: 1...32, isStrict: true),
        "AWS::IAM::InstanceProfile": Rule(
            property: "InstanceProfileName", length: 1...128, more: "-_+=,.@", isGlobal: true),
        "AWS::IAM::Role": Rule(property: "RoleName", length: 1...64, more: "-_+=,.@", isGlobal: true),
        "AWS::KMS::Alias": Rule(property: "AliasName", length: 7...256, more: "-/_"),
        "AWS::Logs::LogGroup": Rule(property: "LogGroupName", length: 1...512, more: "-/_.#"),
        "AWS::RDS::DBInstance": Rule(
            property: "DBInstanceIdentifier", length: 1...63, isStrict: true, isLowerCase: true),
        "AWS::RDS::DBParameterGroup": Rule(
            property: "DBParameterGroupName", length: 1...255, isStrict: true, isLowerCase: true),
        "AWS::RDS::DBSubnetGroup": Rule(property: "DBSubnetGroupName", length: 1...255, isLowerCase: true),
        "AWS::SecretsManager::Secret": Rule(property: "Name", length: 1...512, more: "-/_+=.@"),
        "AWS::SNS::Topic": Rule(property: "TopicName", length: 1...256, more: "-_"),
        "AWS::SSM::Document": Rule(property: "Name", length: 3...128, more: "-_."),
    ]

    /// Objects of a cluster: labels of DNS (RFC 1123), except for roles and definitions, whose names are subdomains.
    static let object = Rule(property: "name", length: 1...63, more: "-", isStrict: true, isLowerCase: true)
    static let subdomain = Rule(property: "name", length: 1...253, more: "-.", isLowerCase: true)

    static func rule(for kind: Kind) -> Rule? {
        if let rule = byKind[kind] { return rule }
        guard kind.name.hasPrefix("Kubernetes::") else { return nil }
        let wide = ["ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition"]
        return wide.contains { kind.name == "Kubernetes::\($0)" } ? subdomain : object
    }

    static func isValid(_ name: String, _ rule: Rule) -> Bool {
        guard rule.length.contains(name.count) else { return false }
        let plain = name.allSatisfy { character in
            rule.more.contains(character) || character.isASCII && (character.isLetter || character.isNumber)
        }
        if !plain || rule.isLowerCase && name != name.lowercased() { return false }
        return !rule.isStrict || !(name.hasSuffix("-") || name.contains("--") || name.first?.isLetter != true)
    }
}
