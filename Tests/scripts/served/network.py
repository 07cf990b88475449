"""VPC, subnets, gateways, routes, groups, endpoints, addresses: EC2's network."""
from .steps import as_map, tags

EC2 = "EC2 API Reference, "
CODES = "EC2 API Reference, Error codes"


def spec(kind, **values):
    return [{"ResourceType": kind, "Tags": tags(**values)}]


def run(s, region):
    s.area = f"network {region}"
    c = s.client("ec2", region)
    s.ok("the region is there", EC2 + "DescribeRegions", lambda: c.describe_regions(RegionNames=[region]),
         lambda a: a["Regions"][0]["Endpoint"] == f"ec2.{region}.amazonaws.com")
    zones = [z["ZoneName"] for z in s.ok(
        "zones", EC2 + "DescribeAvailabilityZones", lambda: c.describe_availability_zones(),
        lambda a: len(a["AvailabilityZones"]) >= 2)["AvailabilityZones"]]

    # VPC
    vpc = s.ok("a VPC is made", EC2 + "CreateVpc",
               lambda: c.create_vpc(CidrBlock="10.9.0.0/16", TagSpecifications=spec("vpc", Name="a&<b>\" é", n="1")),
               lambda a: a["Vpc"]["CidrBlock"] == "10.9.0.0/16" and a["Vpc"]["VpcId"].startswith("vpc-"))["Vpc"]["VpcId"]
    s.until("it becomes available", EC2 + "Vpc, State",
            lambda: c.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["State"], "available", ("pending",))
    s.ok("its tags come back as they were", EC2 + "DescribeVpcs", lambda: c.describe_vpcs(VpcIds=[vpc]),
         lambda a: as_map(a["Vpcs"][0]["Tags"]) == {"Name": "a&<b>\" é", "n": "1"})
    s.ok("it is found by a tag", EC2 + "DescribeVpcs, Filters",
         lambda: c.describe_vpcs(Filters=[{"Name": "tag:n", "Values": ["0", "1"]}]),
         lambda a: vpc in [v["VpcId"] for v in a["Vpcs"]])
    s.ok("another tag finds nothing", EC2 + "DescribeVpcs, Filters",
         lambda: c.describe_vpcs(Filters=[{"Name": "tag:n", "Values": ["9"]}]), lambda a: a["Vpcs"] == [])
    s.ok("DNS host names are switched on", EC2 + "ModifyVpcAttribute",
         lambda: c.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True}))
    s.ok("and read back", EC2 + "DescribeVpcAttribute",
         lambda: c.describe_vpc_attribute(VpcId=vpc, Attribute="enableDnsHostnames"),
         lambda a: a["EnableDnsHostnames"]["Value"] is True)
    s.refused("an unknown VPC", CODES, "InvalidVpcID.NotFound", lambda: c.describe_vpcs(VpcIds=["vpc-0123456789abcdef0"]))
    s.refused("a bad block", CODES, ("InvalidVpc.Range", "InvalidParameterValue"),
              lambda: c.create_vpc(CidrBlock="10.0.0.0/4"))
    s.refused("an unknown filter", CODES, "InvalidParameterValue",
              lambda: c.describe_vpcs(Filters=[{"Name": "colour", "Values": ["red"]}]))
    s.ok("tags are added", EC2 + "CreateTags", lambda: c.create_tags(Resources=[vpc], Tags=tags(more="x")))
    s.ok("and there", EC2 + "DescribeTags",
         lambda: c.describe_tags(Filters=[{"Name": "resource-id", "Values": [vpc]}]),
         lambda a: as_map(a["Tags"]).get("more") == "x")
    s.ok("and taken away", EC2 + "DeleteTags", lambda: c.delete_tags(Resources=[vpc], Tags=[{"Key": "more"}]))
    s.ok("and gone", EC2 + "DescribeVpcs", lambda: c.describe_vpcs(VpcIds=[vpc]),
         lambda a: "more" not in as_map(a["Vpcs"][0]["Tags"]))

    # Subnets
    subnets = [
        s.ok(f"subnet {n}", EC2 + "CreateSubnet",
             lambda: c.create_subnet(VpcId=vpc, CidrBlock=f"10.9.{n}.0/24", AvailabilityZone=zones[n % 2],
                                     TagSpecifications=spec("subnet", n=str(n))),
             lambda a: a["Subnet"]["AvailabilityZone"] == zones[n % 2])["Subnet"]["SubnetId"]
        for n in range(6)
    ]
    s.refused("a block twice", CODES, "InvalidSubnet.Conflict",
              lambda: c.create_subnet(VpcId=vpc, CidrBlock="10.9.0.0/24"))
    s.refused("a block outside of the VPC", CODES, "InvalidSubnet.Range",
              lambda: c.create_subnet(VpcId=vpc, CidrBlock="10.10.0.0/24"))
    s.pages("subnets in pages of 5", EC2 + "DescribeSubnets, MaxResults", c, "describe_subnets", "MaxResults", 5,
            lambda a: [x["SubnetId"] for x in a["Subnets"]], subnets,
            Filters=[{"Name": "vpc-id", "Values": [vpc]}])
    s.ok("public addresses at launch", EC2 + "ModifySubnetAttribute",
         lambda: c.modify_subnet_attribute(SubnetId=subnets[0], MapPublicIpOnLaunch={"Value": True}))
    s.ok("and read back", EC2 + "DescribeSubnets", lambda: c.describe_subnets(SubnetIds=[subnets[0]]),
         lambda a: a["Subnets"][0]["MapPublicIpOnLaunch"] is True)
    s.refused("an unknown subnet", CODES, "InvalidSubnetID.NotFound",
              lambda: c.describe_subnets(SubnetIds=["subnet-0123456789abcdef0"]))

    # Internet gateway and routes
    gateway = s.ok("an internet gateway", EC2 + "CreateInternetGateway",
                   lambda: c.create_internet_gateway(TagSpecifications=spec("internet-gateway", n="1")),
                   lambda a: a["InternetGateway"]["InternetGatewayId"].startswith("igw-")
                   )["InternetGateway"]["InternetGatewayId"]
    s.ok("attached", EC2 + "AttachInternetGateway",
         lambda: c.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc))
    s.ok("found by its VPC", EC2 + "DescribeInternetGateways",
         lambda: c.describe_internet_gateways(Filters=[{"Name": "attachment.vpc-id", "Values": [vpc]}]),
         lambda a: a["InternetGateways"][0]["Attachments"][0]["State"] == "available")
    s.refused("attached twice", CODES, "Resource.AlreadyAssociated",
              lambda: c.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc))
    table = s.ok("a route table", EC2 + "CreateRouteTable",
                 lambda: c.create_route_table(VpcId=vpc, ClientToken=f"t-{region}",
                                              TagSpecifications=spec("route-table", n="1")),
                 lambda a: a["RouteTable"]["Routes"][0]["GatewayId"] == "local")["RouteTable"]["RouteTableId"]
    s.ok("the same token gives the same table", EC2 + "Ensuring idempotency",
         lambda: c.create_route_table(VpcId=vpc, ClientToken=f"t-{region}",
                                      TagSpecifications=spec("route-table", n="1")),
         lambda a: a["RouteTable"]["RouteTableId"] == table)
    s.ok("a route out", EC2 + "CreateRoute",
         lambda: c.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway),
         lambda a: a["Return"] is True)
    s.refused("the route twice", CODES, "RouteAlreadyExists",
              lambda: c.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway))
    s.ok("the route read back", EC2 + "DescribeRouteTables", lambda: c.describe_route_tables(RouteTableIds=[table]),
         lambda a: {r["DestinationCidrBlock"]: r["GatewayId"] for r in a["RouteTables"][0]["Routes"]}
         == {"10.9.0.0/16": "local", "0.0.0.0/0": gateway})
    association = s.ok("associated", EC2 + "AssociateRouteTable",
                       lambda: c.associate_route_table(RouteTableId=table, SubnetId=subnets[0]),
                       lambda a: a["AssociationId"].startswith("rtbassoc-")).get("AssociationId")
    s.refused("a table in use", CODES, "DependencyViolation", lambda: c.delete_route_table(RouteTableId=table))
    s.refused("a route that is not there", CODES, "InvalidRoute.NotFound",
              lambda: c.delete_route(RouteTableId=table, DestinationCidrBlock="172.16.0.0/12"))

    # Security groups
    group = s.ok("a security group", EC2 + "CreateSecurityGroup",
                 lambda: c.create_security_group(GroupName="web", Description="web", VpcId=vpc),
                 lambda a: a["GroupId"].startswith("sg-"))["GroupId"]
    s.refused("its name twice", CODES, "InvalidGroup.Duplicate",
              lambda: c.create_security_group(GroupName="web", Description="web", VpcId=vpc))
    rule = [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    s.ok("a rule", EC2 + "AuthorizeSecurityGroupIngress",
         lambda: c.authorize_security_group_ingress(GroupId=group, IpPermissions=rule),
         lambda a: a["SecurityGroupRules"][0]["FromPort"] == 443)
    s.refused("the rule twice", CODES, "InvalidPermission.Duplicate",
              lambda: c.authorize_security_group_ingress(GroupId=group, IpPermissions=rule))
    s.ok("rules read back, with the one that lets out", EC2 + "DescribeSecurityGroupRules",
         lambda: c.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}]),
         lambda a: sorted(r["IsEgress"] for r in a["SecurityGroupRules"]) == [False, True])
    s.ok("the rule taken away", EC2 + "RevokeSecurityGroupIngress",
         lambda: c.revoke_security_group_ingress(GroupId=group, IpPermissions=rule))
    s.refused("the rule taken away twice", CODES, "InvalidPermission.NotFound",
              lambda: c.revoke_security_group_ingress(GroupId=group, IpPermissions=rule))
    s.refused("an unknown group", CODES, "InvalidGroup.NotFound",
              lambda: c.describe_security_groups(GroupIds=["sg-0123456789abcdef0"]))

    # Address and NAT gateway
    address = s.ok("an address", EC2 + "AllocateAddress", lambda: c.allocate_address(Domain="vpc"),
                   lambda a: a["AllocationId"].startswith("eipalloc-"))["AllocationId"]
    nat = s.ok("a NAT gateway", EC2 + "CreateNatGateway",
               lambda: c.create_nat_gateway(SubnetId=subnets[0], AllocationId=address, ClientToken=f"n-{region}"),
               lambda a: a["NatGateway"]["State"] == "pending")["NatGateway"]["NatGatewayId"]
    s.refused("another input with the same token", EC2 + "Ensuring idempotency", "IdempotentParameterMismatch",
              lambda: c.create_nat_gateway(SubnetId=subnets[1], AllocationId=address, ClientToken=f"n-{region}"))
    s.until("it becomes available", EC2 + "NatGateway, State",
            lambda: c.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"][0]["State"], "available", ("pending",))
    s.refused("an address in use", CODES, ("InvalidIPAddress.InUse", "AuthFailure"),
              lambda: c.release_address(AllocationId=address))
    s.ok("the NAT gateway goes", EC2 + "DeleteNatGateway", lambda: c.delete_nat_gateway(NatGatewayId=nat),
         lambda a: a["NatGatewayId"] == nat)
    s.until("it is deleted", EC2 + "NatGateway, State",
            lambda: c.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"][0]["State"], "deleted",
            ("available", "deleting"))
    s.ok("the address is given back", EC2 + "ReleaseAddress", lambda: c.release_address(AllocationId=address))
    s.refused("an address that is gone", CODES, "InvalidAllocationID.NotFound",
              lambda: c.describe_addresses(AllocationIds=[address]))

    # Endpoint
    endpoint = s.ok("a gateway endpoint", EC2 + "CreateVpcEndpoint",
                    lambda: c.create_vpc_endpoint(VpcId=vpc, ServiceName=f"com.amazonaws.{region}.s3",
                                                  VpcEndpointType="Gateway", RouteTableIds=[table]),
                    lambda a: a["VpcEndpoint"]["VpcEndpointType"] == "Gateway")["VpcEndpoint"]["VpcEndpointId"]
    s.until("it becomes available", EC2 + "VpcEndpoint, State",
            lambda: c.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]["State"], "available",
            ("pending",))
    s.ok("it goes", EC2 + "DeleteVpcEndpoints", lambda: c.delete_vpc_endpoints(VpcEndpointIds=[endpoint]),
         lambda a: a.get("Unsuccessful", []) == [])

    # And down again
    s.refused("a VPC in use", CODES, "DependencyViolation", lambda: c.delete_vpc(VpcId=vpc))
    s.ok("disassociated", EC2 + "DisassociateRouteTable",
         lambda: c.disassociate_route_table(AssociationId=association))
    s.until_refused("the endpoint is gone", CODES, "InvalidVpcEndpointId.NotFound",
                    lambda: c.describe_vpc_endpoints(VpcEndpointIds=[endpoint]))
    s.ok("the table goes", EC2 + "DeleteRouteTable", lambda: c.delete_route_table(RouteTableId=table))
    s.ok("the gateway is detached", EC2 + "DetachInternetGateway",
         lambda: c.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc))
    s.ok("the gateway goes", EC2 + "DeleteInternetGateway",
         lambda: c.delete_internet_gateway(InternetGatewayId=gateway))
    s.refused("a gateway that is gone", CODES, "InvalidInternetGatewayID.NotFound",
              lambda: c.describe_internet_gateways(InternetGatewayIds=[gateway]))
    s.ok("the group goes", EC2 + "DeleteSecurityGroup", lambda: c.delete_security_group(GroupId=group))
    for n, one in enumerate(subnets):
        s.ok(f"subnet {n} goes", EC2 + "DeleteSubnet", lambda: c.delete_subnet(SubnetId=one))
    s.ok("the VPC goes", EC2 + "DeleteVpc", lambda: c.delete_vpc(VpcId=vpc))
    s.refused("a VPC that is gone", CODES, "InvalidVpcID.NotFound", lambda: c.delete_vpc(VpcId=vpc))
