import CloudCalls
import Providers
import Resources
import Values

/// A security group without the allow-all egress rule that AWS gives a new one; its rules are resources of their own.
struct SecurityGroup: EC2Tagged {
    let schema = KindSchema(
        kind: "AWS::EC2::SecurityGroup", service: "ec2", identity: .tags,
        rules: ["GroupName", "Description", "VpcId"].map { PropertyRule($0, .replaces) }, durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeSecurityGroupRules", "DescribeManagedPrefixLists", "DescribeSecurityGroups"],
        changes: ["CreateSecurityGroup", "RevokeSecurityGroupEgress", "DescribeTags", "CreateTags", "DeleteTags"],
        deletes: ["DeleteSecurityGroup"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let groups = try await cloud.pages(
            "ec2", "DescribeSecurityGroups", scope.region, ["Filters": IdentityTags.filters(for: scope)],
            items: "SecurityGroups")
        guard !groups.isEmpty else { return [] }
        let rules = try await SecurityGroupRule.rules(in: scope.region, of: groups, scope, cloud)
        return groups.map { group in
            let id = group.text("GroupId") ?? ""
            let standard = rules.first {
                $0.text("GroupId") == id && $0["IsEgress"]?.flag == true && $0.text("IpProtocol") == "-1"
                    && $0.text("CidrIpv4") == "0.0.0.0/0" && ($0["Tags"]?.elements ?? []).isEmpty
            }
            var properties = EC2Kind.members(["GroupName", "Description", "VpcId"], of: group)
            properties["DefaultEgressRule"] = standard?["SecurityGroupRuleId"] ?? ""
            return Found(
                physicalID: id, status: .ready, properties: properties, attributes: ["GroupId": .string(id)],
                tags: IdentityTags.parse(group["Tags"]))
        }
    }

    /// The rule's id stands in no spec: an empty one says that it must be gone.
    func normalized(_ properties: Value) -> Value { properties.merging(["DefaultEgressRule": ""]) }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EC2Kind.members(["GroupName", "Description", "VpcId"], of: target.properties)
        input["TagSpecifications"] = IdentityTags.specification("security-group", for: target)
        try await cloud.call("ec2", "CreateSecurityGroup", target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains("Tags") { try await EC2Tags.update(target, found, cloud) }
        guard let rule = found.properties.text("DefaultEgressRule"), !rule.isEmpty else { return }
        try await cloud.call(
            "ec2", "RevokeSecurityGroupEgress", target.region,
            ["GroupId": .string(found.physicalID), "SecurityGroupRuleIds": [.string(rule)]])
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("ec2", "DeleteSecurityGroup", target.region, ["GroupId": .string(found.physicalID)])
    }
}
