import Providers
import Resources
import Values

/// A route table; routes and associations are resources of their own.
enum RouteTable {
    static let driver = EC2Kind(
        schema: KindSchema(
            kind: "AWS::EC2::RouteTable", service: "ec2", identity: .tags,
            rules: [PropertyRule("VpcId", .replaces)], durations: .instant),
        resourceType: "route-table", describe: "DescribeRouteTables", items: "RouteTables", id: "RouteTableId",
        create: "CreateRouteTable", createMembers: ["VpcId"], takesToken: true, delete: "RouteTableId",
        read: { (EC2Kind.members(["VpcId"], of: $0), EC2Kind.members(["RouteTableId"], of: $0)) })
}
