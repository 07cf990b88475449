import Providers
import Resources
import Values

/// An internet gateway; its attachment is a resource of its own.
enum InternetGateway {
    static let driver = EC2Kind(
        schema: KindSchema(
            kind: "AWS::EC2::InternetGateway", service: "ec2", identity: .tags, durations: .instant),
        resourceType: "internet-gateway", describe: "DescribeInternetGateways", items: "InternetGateways",
        id: "InternetGatewayId", create: "CreateInternetGateway", createMembers: [], delete: "InternetGatewayId",
        read: { ([:], EC2Kind.members(["InternetGatewayId"], of: $0)) })
}
