import CloudCalls
import Values

/// The access list that each VPC has from the start and every subnet is in: it lets everything through.
///
/// Lists of one's own can't be made here. Source: VPC guide, "Default network ACL"; DescribeNetworkAcls.
enum NetworkACLs {
    static let operations: [String: ServiceDefinition.Handler] = ["DescribeNetworkAcls": describe]

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let wanted = call.input["NetworkAclIds"]?.texts
        var lists: [Value] = []
        for vpc in cloud.all(EC2Type.vpc.type, call.region) {
            let id = "acl-" + vpc.id.dropFirst("vpc-".count)
            if let wanted, !wanted.contains(id) { continue }
            let subnets = cloud.all(EC2Type.subnet.type, call.region).filter {
                $0.attributes.text("VpcId") == vpc.id
            }
            let isWanted = try call.matches(CloudObject(vpc.key, attributes: [:], createdAt: vpc.createdAt)) { field in
                switch field {
                case "vpc-id": [vpc.id]
                case "network-acl-id": [id]
                case "default": ["true"]
                case "association.subnet-id": subnets.map(\.id)
                default: nil
                }
            }
            if isWanted { lists.append(shown(id, vpc, subnets)) }
        }
        if let unknown = wanted?.first(where: { id in !lists.contains { $0.text("NetworkAclId") == id } }) {
            throw AWSError("InvalidNetworkAclID.NotFound", "The networkAcl ID '\(unknown)' does not exist")
        }
        return call.page(lists, items: "NetworkAcls", limit: 1000)
    }

    private static func shown(_ id: String, _ vpc: CloudObject, _ subnets: [CloudObject]) -> Value {
        let entries: [Value] = [false, true].flatMap { isEgress -> [Value] in
            [(100, "allow"), (32767, "deny")].map { number, action in
                [
                    "CidrBlock": "0.0.0.0/0", "Egress": .bool(isEgress), "Protocol": "-1",
                    "RuleAction": .string(action), "RuleNumber": .int(number),
                ]
            }
        }
        return [
            "NetworkAclId": .string(id), "VpcId": .string(vpc.id), "IsDefault": true, "Tags": [],
            "OwnerId": vpc.attributes["OwnerId"] ?? .null, "Entries": .list(entries),
            "Associations": .list(
                subnets.map {
                    [
                        "NetworkAclAssociationId": .string("aclassoc-" + $0.id.dropFirst("subnet-".count)),
                        "NetworkAclId": .string(id), "SubnetId": .string($0.id),
                    ]
                }),
        ]
    }
}
