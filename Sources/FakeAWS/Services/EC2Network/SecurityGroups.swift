import CloudCalls
import Values

/// Security groups and their rules.
enum SecurityGroups {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateSecurityGroup": create, "DescribeSecurityGroups": EC2Type.securityGroup.describe(),
        "DeleteSecurityGroup": delete, "AuthorizeSecurityGroupIngress": authorizeIngress,
        "AuthorizeSecurityGroupEgress": authorizeEgress, "RevokeSecurityGroupIngress": revoke,
        "RevokeSecurityGroupEgress": revoke, "DescribeSecurityGroupRules": EC2Type.securityGroupRule.describe(),
        "ModifySecurityGroupRules": modifyRules,
    ]

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("GroupName")
        let description = try call.required("Description")
        let vpc = try cloud.ec2(.vpc, call, call.required("VpcId"))
        let isTaken = cloud.allEvenHidden(EC2Type.securityGroup.type, call.region).contains {
            $0.attributes.text("VpcId") == vpc.id && $0.attributes.text("GroupName") == name
        }
        guard !isTaken else {
            throw AWSError(
                "InvalidGroup.Duplicate", "The security group '\(name)' already exists for VPC '\(vpc.id)'")
        }
        let id = insertGroup(name, description, vpc: vpc.id, call, call.tags(for: "security-group"), &cloud)
        let arn = "arn:aws:ec2:\(call.region):\(cloud.account):security-group/\(id)"
        return ["GroupId": .string(id), "SecurityGroupArn": .string(arn)]
    }

    /// Makes a group with the allow-all egress rule that every new one has.
    @discardableResult
    static func insertGroup(
        _ name: String, _ description: String, vpc: String, _ call: Call, _ tags: [String: String],
        _ cloud: inout Cloud
    ) -> String {
        let id = cloud.freshID("sg-")
        cloud.insert(
            CloudObject(
                CloudObject.Key(EC2Type.securityGroup.type, call.region, id),
                attributes: [
                    "GroupId": .string(id), "GroupName": .string(name), "Description": .string(description),
                    "VpcId": .string(vpc), "OwnerId": .string(cloud.account), "IpPermissions": [],
                    "IpPermissionsEgress": [],
                    "SecurityGroupArn": .string("arn:aws:ec2:\(call.region):\(cloud.account):security-group/\(id)"),
                ], tags: tags, createdAt: call.now, visibleAt: call.now + .milliseconds(800)))
        insertRule(
            ["IpProtocol": "-1", "FromPort": -1, "ToPort": -1, "CidrIpv4": "0.0.0.0/0"], group: id, isEgress: true,
            tags: [:], call, &cloud)
        return id
    }

    @discardableResult
    private static func insertRule(
        _ rule: Value, group: String, isEgress: Bool, tags: [String: String], _ call: Call, _ cloud: inout Cloud
    ) -> Value {
        let id = cloud.freshID("sgr-")
        let attributes = rule.merging([
            "SecurityGroupRuleId": .string(id), "GroupId": .string(group), "IsEgress": .bool(isEgress),
            "GroupOwnerId": .string(cloud.account),
        ])
        let object = CloudObject(
            CloudObject.Key(EC2Type.securityGroupRule.type, call.region, id), attributes: attributes, tags: tags,
            createdAt: call.now, visibleAt: call.now + .milliseconds(500))
        cloud.insert(object)
        return EC2Type.securityGroupRule.shown(object)
    }

    /// The rules that a call's `IpPermissions` mean, one for each source.
    private static func rules(of call: Call, _ cloud: Cloud) throws(AWSError) -> [Value] {
        var rules: [Value] = []
        for permission in call.input["IpPermissions"]?.elements ?? [] {
            var base: Value = [
                "IpProtocol": permission["IpProtocol"] ?? "-1", "FromPort": permission["FromPort"] ?? -1,
                "ToPort": permission["ToPort"] ?? -1,
            ]
            if base.text("IpProtocol") == "-1" {
                base["FromPort"] = -1
                base["ToPort"] = -1
            }
            func add(_ source: Value, _ members: Value) {
                var rule = base.merging(members)
                if let description = source["Description"] { rule["Description"] = description }
                rules.append(rule)
            }
            for range in permission["IpRanges"]?.elements ?? [] {
                guard AddressRange(range.text("CidrIp") ?? "") != nil else {
                    throw AWSError("InvalidParameterValue", "CIDR block \(range.text("CidrIp") ?? "") is malformed")
                }
                add(range, ["CidrIpv4": range["CidrIp"] ?? .null])
            }
            for range in permission["Ipv6Ranges"]?.elements ?? [] {
                add(range, ["CidrIpv6": range["CidrIpv6"] ?? .null])
            }
            for pair in permission["UserIdGroupPairs"]?.elements ?? [] {
                let group = try cloud.ec2(.securityGroup, call, pair.text("GroupId") ?? "")
                add(pair, ["ReferencedGroupInfo": ["GroupId": .string(group.id), "UserId": .string(cloud.account)]])
            }
            for list in permission["PrefixListIds"]?.elements ?? [] {
                add(list, ["PrefixListId": list["PrefixListId"] ?? .null])
            }
        }
        guard !rules.isEmpty else { throw AWSError("MissingParameter", "The request must contain IpPermissions") }
        return rules
    }

    private static func identity(_ rule: Value) -> [Value?] {
        [
            rule["IpProtocol"], rule["FromPort"], rule["ToPort"], rule["CidrIpv4"], rule["CidrIpv6"],
            rule["PrefixListId"],
            rule["ReferencedGroupInfo"]?["GroupId"],
        ]
    }

    private static func authorize(
        _ cloud: inout Cloud, _ call: Call, isEgress: Bool
    ) throws(AWSError) -> Value {
        let group = try cloud.ec2(.securityGroup, call, call.required("GroupId"))
        let fresh = try rules(of: call, cloud)
        let existing = cloud.allEvenHidden(EC2Type.securityGroupRule.type, call.region).filter {
            $0.attributes.text("GroupId") == group.id && $0.attributes["IsEgress"]?.flag == isEgress
        }
        for rule in fresh where existing.contains(where: { identity($0.attributes) == identity(rule) }) {
            throw AWSError(
                "InvalidPermission.Duplicate",
                "the specified rule \"\(rule.text("CidrIpv4") ?? "peer")\" already exists")
        }
        let weight = (existing.map(\.attributes) + fresh).reduce(0) { $0 + ($1["PrefixListId"] == nil ? 1 : 27) }
        guard weight <= 60 else {
            throw AWSError("RulesPerSecurityGroupLimitExceeded", "The maximum number of rules has been reached.")
        }
        let tags = call.tags(for: "security-group-rule")
        let shown = fresh.map { insertRule($0, group: group.id, isEgress: isEgress, tags: tags, call, &cloud) }
        return ["Return": true, "SecurityGroupRules": .list(shown)]
    }

    @Sendable private static func authorizeIngress(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        try authorize(&cloud, call, isEgress: false)
    }

    @Sendable private static func authorizeEgress(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        try authorize(&cloud, call, isEgress: true)
    }

    @Sendable private static func revoke(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try cloud.ec2(.securityGroup, call, call.required("GroupId"))
        var gone = try named(group, call, cloud)
        for id in call.input["SecurityGroupRuleIds"]?.texts ?? [] {
            let rule = try cloud.ec2(.securityGroupRule, call, id)
            guard rule.attributes.text("GroupId") == group.id else {
                throw AWSError("InvalidSecurityGroupRuleId.NotFound", "The rule '\(id)' is not in \(group.id)")
            }
            gone.append(rule)
        }
        for rule in gone { cloud.remove(rule.key) }
        return ["Return": true]
    }

    /// The rules that a call means by what they allow.
    private static func named(_ group: CloudObject, _ call: Call, _ cloud: Cloud) throws(AWSError) -> [CloudObject] {
        guard call.input["IpPermissions"] != nil else { return [] }
        let isEgress = call.operation == "RevokeSecurityGroupEgress"
        let own = cloud.allEvenHidden(EC2Type.securityGroupRule.type, call.region).filter {
            $0.attributes.text("GroupId") == group.id && $0.attributes["IsEgress"]?.flag == isEgress
        }
        return try rules(of: call, cloud).map { (rule) throws(AWSError) in
            guard let found = own.first(where: { identity($0.attributes) == identity(rule) }) else {
                throw AWSError(
                    "InvalidPermission.NotFound", "The specified rule does not exist in this security group.")
            }
            return found
        }
    }

    /// Takes each rule's whole new form: what it does not name is gone, and its kind of source must stay.
    ///
    /// Source: EC2 API reference, `ModifySecurityGroupRules` and `SecurityGroupRuleRequest`.
    @Sendable private static func modifyRules(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try cloud.ec2(.securityGroup, call, call.required("GroupId"))
        let sources = ["CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupId"]
        for change in call.input["SecurityGroupRules"]?.elements ?? [] {
            let id = change.text("SecurityGroupRuleId") ?? ""
            let rule = try cloud.ec2(.securityGroupRule, call, id)
            guard rule.attributes.text("GroupId") == group.id else {
                throw AWSError("InvalidSecurityGroupRuleId.NotFound", "The rule '\(id)' is not in \(group.id)")
            }
            let wanted = change["SecurityGroupRule"] ?? [:]
            let named = sources.filter { wanted[$0] != nil }
            guard named.count <= 1 else {
                throw AWSError(
                    "InvalidParameterCombination",
                    "Only one of cidrIp, cidrIpv6, prefixListId, or referencedGroupId can be specified")
            }
            guard let source = named.first, let value = wanted[source] else {
                throw AWSError(
                    "MissingParameter",
                    "The request must contain exactly one of: cidrIp, cidrIpv6, prefixListId, or referencedGroupId")
            }
            let member = source == "ReferencedGroupId" ? "ReferencedGroupInfo" : source
            guard rule.attributes[member] != nil else {
                throw AWSError(
                    "InvalidParameterValue",
                    "Invalid rule type for security group rule '\(id)'. You may not specify "
                        + "\(source) for an existing rule of another type.")
            }
            if source == "ReferencedGroupId" { _ = try cloud.ec2(.securityGroup, call, value.text ?? "") }
            let owner = cloud.account
            cloud.update(rule.key) {
                for name in ["IpProtocol", "FromPort", "ToPort", "Description"] { $0.attributes[name] = wanted[name] }
                $0.attributes[member] =
                    source == "ReferencedGroupId" ? ["GroupId": value, "UserId": .string(owner)] : value
            }
        }
        return ["Return": true]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try cloud.ec2(.securityGroup, call, call.required("GroupId"))
        guard group.attributes.text("GroupName") != "default" else {
            throw AWSError("CannotDelete", "the specified group: \"\(group.id)\" name: \"default\" cannot be deleted")
        }
        let isUsed = cloud.allEvenHidden(EC2Type.networkInterface.type, call.region).contains {
            ($0.attributes["Groups"]?.elements ?? []).contains { $0.text("GroupId") == group.id }
        }
        let rules = cloud.allEvenHidden(EC2Type.securityGroupRule.type, call.region)
        let isNamed = rules.contains {
            $0.attributes["ReferencedGroupInfo"]?.text("GroupId") == group.id
                && $0.attributes.text("GroupId") != group.id
        }
        guard !isUsed, !isNamed else {
            throw AWSError("DependencyViolation", "resource \(group.id) has a dependent object")
        }
        for rule in rules where rule.attributes.text("GroupId") == group.id { cloud.remove(rule.key) }
        cloud.remove(group.key)
        return ["Return": true, "GroupId": .string(group.id)]
    }
}
