import Providers

extension AllKinds {
    static let networkKinds: [any KindDriver] = [
        VPC(), Subnet.driver, InternetGateway.driver, GatewayAttachment(), ElasticAddress.driver,
        AddressAssociation(), NatGateway.driver, RouteTable.driver, Route(), SubnetRouteTableAssociation(),
        SecurityGroup(), SecurityGroupRule(isEgress: false), SecurityGroupRule(isEgress: true), VPCEndpoint.driver,
        FlowLog(), PeeringConnection(),
    ]
}
