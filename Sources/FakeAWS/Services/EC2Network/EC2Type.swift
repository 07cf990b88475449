import CloudCalls
import Values

/// What the common operations of EC2 need to know of one type of object.
struct EC2Type: Sendable {
    /// As in `TagSpecifications`, for example `vpc`.
    let name: String
    /// As in `CloudObject.Key`.
    let type: String
    /// The describe operation's input member for ids, and its output's list.
    let ids: String
    let items: String
    /// The code for an unknown id.
    let notFound: String
    /// The member that shows the status, where there is one.
    var state: String?
    var filterInput = "Filters"
    /// The member that shows the tags.
    var tagsMember = "Tags"
    /// Filters beyond tags: the member path whose text is compared.
    var filters: [String: [String]] = [:]

    static let vpc = EC2Type(
        name: "vpc", type: "AWS::EC2::VPC", ids: "VpcIds", items: "Vpcs", notFound: "InvalidVpcID.NotFound",
        state: "State", filters: ["cidr": ["CidrBlock"], "vpc-id": ["VpcId"]])
    static let subnet = EC2Type(
        name: "subnet", type: "AWS::EC2::Subnet", ids: "SubnetIds", items: "Subnets",
        notFound: "InvalidSubnetID.NotFound", state: "State",
        filters: ["vpc-id": ["VpcId"], "availability-zone": ["AvailabilityZone"], "cidr-block": ["CidrBlock"]])
    static let internetGateway = EC2Type(
        name: "internet-gateway", type: "AWS::EC2::InternetGateway", ids: "InternetGatewayIds",
        items: "InternetGateways", notFound: "InvalidInternetGatewayID.NotFound",
        filters: ["attachment.vpc-id": ["Attachments", "VpcId"]])
    static let natGateway = EC2Type(
        name: "natgateway", type: "AWS::EC2::NatGateway", ids: "NatGatewayIds", items: "NatGateways",
        notFound: "NatGatewayNotFound", state: "State", filterInput: "Filter",
        filters: ["vpc-id": ["VpcId"], "subnet-id": ["SubnetId"], "state": ["State"]])
    static let address = EC2Type(
        name: "elastic-ip", type: "AWS::EC2::EIP", ids: "AllocationIds", items: "Addresses",
        notFound: "InvalidAllocationID.NotFound",
        filters: ["allocation-id": ["AllocationId"], "instance-id": ["InstanceId"]])
    static let routeTable = EC2Type(
        name: "route-table", type: "AWS::EC2::RouteTable", ids: "RouteTableIds", items: "RouteTables",
        notFound: "InvalidRouteTableID.NotFound",
        filters: [
            "vpc-id": ["VpcId"], "association.subnet-id": ["Associations", "SubnetId"],
            "route-table-id": ["RouteTableId"],
            "association.route-table-association-id": ["Associations", "RouteTableAssociationId"],
        ])
    static let securityGroup = EC2Type(
        name: "security-group", type: "AWS::EC2::SecurityGroup", ids: "GroupIds", items: "SecurityGroups",
        notFound: "InvalidGroup.NotFound",
        filters: ["vpc-id": ["VpcId"], "group-name": ["GroupName"], "group-id": ["GroupId"]])
    static let securityGroupRule = EC2Type(
        name: "security-group-rule", type: "AWS::EC2::SecurityGroupRule", ids: "SecurityGroupRuleIds",
        items: "SecurityGroupRules", notFound: "InvalidSecurityGroupRuleId.NotFound",
        filters: ["group-id": ["GroupId"]])
    static let vpcEndpoint = EC2Type(
        name: "vpc-endpoint", type: "AWS::EC2::VPCEndpoint", ids: "VpcEndpointIds", items: "VpcEndpoints",
        notFound: "InvalidVpcEndpointId.NotFound", state: "State",
        filters: ["vpc-id": ["VpcId"], "service-name": ["ServiceName"]])
    static let flowLog = EC2Type(
        name: "vpc-flow-log", type: "AWS::EC2::FlowLog", ids: "FlowLogIds", items: "FlowLogs",
        notFound: "InvalidFlowLogId.NotFound", filterInput: "Filter", filters: ["resource-id": ["ResourceId"]])
    static let peering = EC2Type(
        name: "vpc-peering-connection", type: "AWS::EC2::VPCPeeringConnection", ids: "VpcPeeringConnectionIds",
        items: "VpcPeeringConnections", notFound: "InvalidVpcPeeringConnectionID.NotFound")
    static let networkInterface = EC2Type(
        name: "network-interface", type: "AWS::EC2::NetworkInterface", ids: "NetworkInterfaceIds",
        items: "NetworkInterfaces", notFound: "InvalidNetworkInterfaceID.NotFound", state: "Status",
        tagsMember: "TagSet",
        filters: [
            "vpc-id": ["VpcId"], "subnet-id": ["SubnetId"], "group-id": ["Groups", "GroupId"],
            "description": ["Description"],
        ])
    static let volume = EC2Type(
        name: "volume", type: "AWS::EC2::Volume", ids: "VolumeIds", items: "Volumes",
        notFound: "InvalidVolume.NotFound", state: "State",
        filters: ["attachment.instance-id": ["Attachments", "InstanceId"], "status": ["State"]])
    static let launchTemplate = EC2Type(
        name: "launch-template", type: "AWS::EC2::LaunchTemplate", ids: "LaunchTemplateIds",
        items: "LaunchTemplates", notFound: "InvalidLaunchTemplateId.NotFound",
        filters: ["launch-template-name": ["LaunchTemplateName"]])
    static let instance = EC2Type(
        name: "instance", type: "AWS::EC2::Instance", ids: "InstanceIds", items: "Instances",
        notFound: "InvalidInstanceID.NotFound",
        filters: [
            "vpc-id": ["VpcId"], "subnet-id": ["SubnetId"], "instance-id": ["InstanceId"],
            "instance-state-name": ["State", "Name"],
        ])

    /// Every type that CreateTags may name.
    static let all = [
        vpc, subnet, internetGateway, natGateway, address, routeTable, securityGroup, securityGroupRule, vpcEndpoint,
        flowLog, peering, networkInterface, volume, launchTemplate, instance,
    ]

    /// The object as the describe operation shows it.
    func shown(_ object: CloudObject) -> Value {
        var value = object.attributes
        if let state { value[state] = .string(object.status) }
        value[tagsMember] = object.tagList
        return value
    }

    /// A paginated describe operation with ids, filters and tags.
    func describe(_ transform: @escaping @Sendable (CloudObject, Cloud) -> Value) -> ServiceDefinition.Handler {
        { (cloud: inout Cloud, call: Call) throws(AWSError) in
            let wanted = call.input[self.ids]?.texts ?? []
            for id in wanted {
                guard let object = cloud.object(self.type, call.region, id), object.visibleAt <= call.now else {
                    throw AWSError(self.notFound, "The \(self.name) ID '\(id)' does not exist")
                }
            }
            var shown: [Value] = []
            for object in cloud.all(self.type, call.region) {
                if !wanted.isEmpty, !wanted.contains(object.id) { continue }
                // Most are left out for their tags, before anybody looks further.
                lazy var value = transform(object, cloud)
                let matches = try call.matches(object, filters: self.filterInput) { field in
                    self.filters[field].map { Self.texts(of: value, at: $0[...]) }
                }
                if matches { shown.append(value) }
            }
            return call.page(shown, items: self.items, limit: 100)
        }
    }

    func describe() -> ServiceDefinition.Handler { describe { object, _ in self.shown(object) } }

    private static func texts(of value: Value, at path: ArraySlice<String>) -> [String] {
        guard let first = path.first else {
            return value.text.map { [$0] } ?? value.flag.map { [$0 ? "true" : "false"] } ?? []
        }
        if case .list(let elements) = value { return elements.flatMap { texts(of: $0, at: path) } }
        return value[first].map { texts(of: $0, at: path.dropFirst()) } ?? []
    }
}

extension Cloud {
    /// An object of the region, or AWS's error for its type.
    func ec2(_ type: EC2Type, _ call: Call, _ id: String) throws(AWSError) -> CloudObject {
        guard let object = object(type.type, call.region, id) else {
            throw AWSError(type.notFound, "The \(type.name) ID '\(id)' does not exist")
        }
        return object
    }

    /// Adds an object with the tags of the call, invisible to lists for a moment.
    mutating func insertEC2(
        _ type: EC2Type, _ call: Call, id: String, status: String = "", _ attributes: Value, hidden: Value = [:]
    ) -> CloudObject.Key {
        let key = CloudObject.Key(type.type, call.region, id)
        insert(
            CloudObject(
                key, status: status, attributes: attributes, hidden: hidden, tags: call.tags(for: type.name),
                createdAt: call.now, visibleAt: call.now + .milliseconds(800)))
        return key
    }
}
