import CloudCalls
import Values

/// Route tables, routes and associations.
enum RouteTables {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateRouteTable": create, "DescribeRouteTables": EC2Type.routeTable.describe(),
        "DeleteRouteTable": delete, "CreateRoute": createRoute, "ReplaceRoute": replaceRoute,
        "DeleteRoute": deleteRoute, "AssociateRouteTable": associate, "DisassociateRouteTable": disassociate,
        "ReplaceRouteTableAssociation": replaceAssociation,
    ]

    static func localRoute(_ range: String) -> Value {
        [
            "DestinationCidrBlock": .string(range), "GatewayId": "local", "Origin": "CreateRouteTable",
            "State": "active",
        ]
    }

    static func isMain(_ table: CloudObject) -> Bool {
        (table.attributes["Associations"]?.elements ?? []).contains { $0["Main"]?.flag == true }
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let vpc = try cloud.ec2(.vpc, call, call.required("VpcId"))
        return try cloud.once(call, token: call.input.text("ClientToken")) { (cloud) throws(AWSError) in
            let id = cloud.freshID("rtb-")
            let key = cloud.insertEC2(
                .routeTable, call, id: id,
                [
                    "RouteTableId": .string(id), "VpcId": .string(vpc.id), "Associations": [],
                    "OwnerId": .string(cloud.account), "PropagatingVgws": [],
                    "Routes": [localRoute(vpc.attributes.text("CidrBlock") ?? "")],
                ])
            guard let table = cloud.objects[key] else { return [:] }
            return ["RouteTable": EC2Type.routeTable.shown(table)]
        }
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let table = try cloud.ec2(.routeTable, call, call.required("RouteTableId"))
        guard table.attributes["Associations"]?.elements.isEmpty == true else {
            throw AWSError(
                "DependencyViolation", "The routeTable '\(table.id)' has dependencies and cannot be deleted.")
        }
        cloud.remove(table.key)
        return [:]
    }

    // MARK: Routes

    private static func route(_ call: Call, _ cloud: Cloud) throws(AWSError) -> Value {
        var route: Value = [
            "DestinationCidrBlock": .string(try call.required("DestinationCidrBlock")), "Origin": "CreateRoute",
            "State": "active",
        ]
        if let gateway = call.input.text("GatewayId") {
            _ = try cloud.ec2(.internetGateway, call, gateway)
            route["GatewayId"] = .string(gateway)
        } else if let nat = call.input.text("NatGatewayId") {
            let gateway = cloud.object(EC2Type.natGateway.type, call.region, nat)
            guard let gateway, !["deleting", "deleted", "failed"].contains(gateway.status) else {
                throw AWSError("InvalidNatGatewayID.NotFound", "The natGateway ID '\(nat)' does not exist")
            }
            route["NatGatewayId"] = .string(nat)
        } else if let peering = call.input.text("VpcPeeringConnectionId") {
            route["VpcPeeringConnectionId"] = .string(peering)
        } else {
            throw AWSError("MissingParameter", "The request must contain a target for the route")
        }
        return route
    }

    private static func index(_ routes: [Value], _ destination: String) -> Int? {
        routes.firstIndex { $0.text("DestinationCidrBlock") == destination }
    }

    @Sendable private static func createRoute(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let table = try cloud.ec2(.routeTable, call, call.required("RouteTableId"))
        let route = try route(call, cloud)
        var routes = table.attributes["Routes"]?.elements ?? []
        let destination = route.text("DestinationCidrBlock") ?? ""
        guard index(routes, destination) == nil else {
            throw AWSError(
                "RouteAlreadyExists", "The route identified by \(destination) already exists in the route table.")
        }
        routes.append(route)
        cloud.update(table.key) { $0.attributes["Routes"] = .list(routes) }
        return ["Return": true]
    }

    @Sendable private static func replaceRoute(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let table = try cloud.ec2(.routeTable, call, call.required("RouteTableId"))
        let route = try route(call, cloud)
        var routes = table.attributes["Routes"]?.elements ?? []
        guard let index = index(routes, route.text("DestinationCidrBlock") ?? "") else {
            throw AWSError("InvalidParameterValue", "There is no route defined for this destination.")
        }
        routes[index] = route
        cloud.update(table.key) { $0.attributes["Routes"] = .list(routes) }
        return [:]
    }

    @Sendable private static func deleteRoute(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let table = try cloud.ec2(.routeTable, call, call.required("RouteTableId"))
        var routes = table.attributes["Routes"]?.elements ?? []
        let destination = try call.required("DestinationCidrBlock")
        guard let index = index(routes, destination) else {
            throw AWSError("InvalidRoute.NotFound", "no route with destination-cidr-block \(destination)")
        }
        routes.remove(at: index)
        cloud.update(table.key) { $0.attributes["Routes"] = .list(routes) }
        return [:]
    }

    // MARK: Associations

    @Sendable private static func associate(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let table = try cloud.ec2(.routeTable, call, call.required("RouteTableId"))
        let subnet = try cloud.ec2(.subnet, call, call.required("SubnetId"))
        let isTaken = cloud.allEvenHidden(EC2Type.routeTable.type, call.region).contains {
            ($0.attributes["Associations"]?.elements ?? []).contains { $0.text("SubnetId") == subnet.id }
        }
        guard !isTaken else {
            throw AWSError(
                "Resource.AlreadyAssociated",
                "the specified association for route table \(table.id) conflicts with an existing association")
        }
        let id = cloud.freshID("rtbassoc-")
        cloud.update(table.key) {
            let association: Value = [
                "RouteTableAssociationId": .string(id), "RouteTableId": .string(table.id),
                "SubnetId": .string(subnet.id), "Main": false, "AssociationState": ["State": "associated"],
            ]
            $0.attributes["Associations"] = .list(($0.attributes["Associations"]?.elements ?? []) + [association])
        }
        return ["AssociationId": .string(id), "AssociationState": ["State": "associated"]]
    }

    private static func owner(of association: String, _ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        for table in cloud.allEvenHidden(EC2Type.routeTable.type, call.region) {
            let associations = table.attributes["Associations"]?.elements ?? []
            if associations.contains(where: { $0.text("RouteTableAssociationId") == association }) { return table }
        }
        throw AWSError("InvalidAssociationID.NotFound", "The association ID '\(association)' does not exist")
    }

    @Sendable private static func disassociate(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let id = try call.required("AssociationId")
        let table = try owner(of: id, call, cloud)
        cloud.update(table.key) {
            let kept = ($0.attributes["Associations"]?.elements ?? []).filter {
                $0.text("RouteTableAssociationId") != id
            }
            $0.attributes["Associations"] = .list(kept)
        }
        return [:]
    }

    @Sendable private static func replaceAssociation(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let id = try call.required("AssociationId")
        let old = try owner(of: id, call, cloud)
        let table = try cloud.ec2(.routeTable, call, call.required("RouteTableId"))
        let moved = (old.attributes["Associations"]?.elements ?? []).first {
            $0.text("RouteTableAssociationId") == id
        }
        guard var association = moved else { return [:] }
        let fresh = cloud.freshID("rtbassoc-")
        association["RouteTableAssociationId"] = .string(fresh)
        association["RouteTableId"] = .string(table.id)
        let arrived = association
        cloud.update(old.key) {
            let kept = ($0.attributes["Associations"]?.elements ?? []).filter {
                $0.text("RouteTableAssociationId") != id
            }
            $0.attributes["Associations"] = .list(kept)
        }
        cloud.update(table.key) {
            $0.attributes["Associations"] = .list(($0.attributes["Associations"]?.elements ?? []) + [arrived])
        }
        return ["NewAssociationId": .string(fresh), "AssociationState": ["State": "associated"]]
    }
}
