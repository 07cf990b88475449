import Providers
import Resources
import Values

/// An Elastic IP address. AllocateAddress has no token: tags in the call keep a lost one from being paid for twice.
enum ElasticAddress {
    static let driver = EC2Kind(
        schema: KindSchema(
            kind: "AWS::EC2::EIP", service: "ec2", identity: .tags, rules: [PropertyRule("Domain", .replaces)],
            durations: .instant),
        resourceType: "elastic-ip", describe: "DescribeAddresses", items: "Addresses", id: "AllocationId",
        create: "AllocateAddress", createMembers: ["Domain"], delete: "AllocationId",
        read: {
            (EC2Kind.members(["Domain"], of: $0), EC2Kind.members(["AllocationId", "PublicIp"], of: $0))
        })
}
