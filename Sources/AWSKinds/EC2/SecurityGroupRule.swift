import CloudCalls
import Providers
import Resources
import Values

/// One rule of a security group, with an id and tags of its own.
struct SecurityGroupRule: EC2Tagged {
    let isEgress: Bool
    let schema: KindSchema
    let calls = KindCalls(
        reads: ["DescribeSecurityGroupRules", "DescribeManagedPrefixLists"],
        changes: [
            "AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "RevokeSecurityGroupEgress",
            "RevokeSecurityGroupIngress", "ModifySecurityGroupRules", "DescribeTags", "CreateTags", "DeleteTags",
        ],
        deletes: ["RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"])

    init(isEgress: Bool) {
        self.isEgress = isEgress
        schema = KindSchema(
            kind: Kind("AWS::EC2::SecurityGroup" + (isEgress ? "Egress" : "Ingress")), service: "ec2",
            identity: .tags,
            rules: [
                "GroupId", "IpProtocol", "FromPort", "ToPort", "CidrIpv4", "ReferencedGroupId", "PrefixListId",
                "PrefixListName",
            ].map { PropertyRule($0, .replaces) }, durations: .instant)
    }

    /// The rules of some groups, in one read that both directions and the groups themselves share.
    static func rules(
        in region: String, of groups: [Value], _ scope: ListScope, _ cloud: CloudAccess
    ) async throws(AWSError) -> [Value] {
        var input: Value = [:]
        if case .one = scope {
            input = ["Filters": [["Name": "group-id", "Values": .list(groups.compactMap { $0["GroupId"] })]]]
        }
        return try await cloud.pages("ec2", "DescribeSecurityGroupRules", region, input, items: "SecurityGroupRules")
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = [:]
        if case .one = scope { input = ["Filters": IdentityTags.filters(for: scope)] }
        let rules = try await cloud.pages(
            "ec2", "DescribeSecurityGroupRules", scope.region, input, items: "SecurityGroupRules")
        let names = try await PrefixLists.names(rules, scope.region, cloud)
        return rules.filter { $0["IsEgress"]?.flag == isEgress }.map { rule in
            var properties = EC2Kind.members(
                ["GroupId", "IpProtocol", "FromPort", "ToPort", "CidrIpv4", "PrefixListId", "Description"], of: rule)
            if let list = rule.text("PrefixListId") { properties["PrefixListName"] = names[list].map(Value.string) }
            properties["ReferencedGroupId"] = rule["ReferencedGroupInfo"]?["GroupId"]
            return Found(
                physicalID: rule.text("SecurityGroupRuleId") ?? "", status: .ready, properties: properties,
                attributes: EC2Kind.members(["SecurityGroupRuleId"], of: rule), tags: IdentityTags.parse(rule["Tags"]))
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        let rule = target.properties
        let description = rule["Description"] ?? .null
        var permission = EC2Kind.members(["IpProtocol", "FromPort", "ToPort"], of: rule)
        func source(_ name: String, _ value: Value) -> Value {
            [([name: value, "Description": description] as Value).compacted]
        }
        if let range = rule["CidrIpv4"] { permission["IpRanges"] = source("CidrIp", range) }
        if let group = rule["ReferencedGroupId"] { permission["UserIdGroupPairs"] = source("GroupId", group) }
        if let name = rule.text("PrefixListName") {
            permission["PrefixListIds"] = source(
                "PrefixListId", .string(try await PrefixLists.id(of: name, target.region, cloud)))
        } else if let list = rule["PrefixListId"] {
            permission["PrefixListIds"] = source("PrefixListId", list)
        }
        try await cloud.call(
            "ec2", isEgress ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress", target.region,
            [
                "GroupId": rule["GroupId"] ?? .null, "IpPermissions": [permission],
                "TagSpecifications": IdentityTags.specification("security-group-rule", for: target),
            ])
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains("Tags") { try await EC2Tags.update(target, found, cloud) }
        guard differences.contains("Description") else { return }
        // Takes the whole rule, as AWS has it: what it does not name is taken away.
        var rule = EC2Kind.members(
            ["IpProtocol", "FromPort", "ToPort", "CidrIpv4", "PrefixListId", "ReferencedGroupId"], of: found.properties)
        rule["Description"] = target.properties["Description"]
        try await cloud.call(
            "ec2", "ModifySecurityGroupRules", target.region,
            [
                "GroupId": found.properties["GroupId"] ?? .null,
                "SecurityGroupRules": [
                    ["SecurityGroupRuleId": .string(found.physicalID), "SecurityGroupRule": rule]
                ],
            ])
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "ec2", isEgress ? "RevokeSecurityGroupEgress" : "RevokeSecurityGroupIngress", target.region,
            [
                "GroupId": found.properties["GroupId"] ?? .null,
                "SecurityGroupRuleIds": [.string(found.physicalID)],
            ])
    }
}
