import CloudCalls
import Providers
import Resources
import Values

/// A kind of EC2 that is created with tags by one call and listed by one describe operation.
struct EC2Kind: EC2Tagged {
    typealias Change = @Sendable (Target, Found, [String], CloudAccess) async throws(AWSError) -> Void

    let schema: KindSchema
    /// As in `TagSpecifications`, for example `subnet`.
    let resourceType: String
    let describe: String
    /// The describe output's list, and the member of an element that is its id.
    let items: String
    let id: String
    var filterMember = "Filters"
    /// Elements in these states are gone.
    var goneStates: Set<String> = []
    /// The member that holds the state; elements without one are ready.
    var state = "State"
    let create: String
    /// Properties that the create call takes under their own names.
    let createMembers: [String]
    var takesToken = false
    /// The id's member in the delete call.
    let delete: String
    /// Reads an element's properties and attributes.
    let read: @Sendable (Value) -> (properties: Value, attributes: Value)
    /// IAM actions beyond the operations' own.
    var alsoNeeded: [String] = []
    /// The operations of `change`.
    var changeCalls: [String] = []
    var change: Change = { _, _, _, _ in }

    var calls: KindCalls {
        KindCalls(
            reads: [describe], changes: [create, "DescribeTags", "CreateTags", "DeleteTags"] + changeCalls,
            deletes: [deleteOperation], alsoNeeded: alsoNeeded)
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let elements = try await cloud.pages(
            "ec2", describe, scope.region, [filterMember: IdentityTags.filters(for: scope)], items: items)
        return elements.compactMap { element in
            let status = element.text(state)?.lowercased() ?? "available"
            guard !goneStates.contains(status) else { return nil }
            let (properties, attributes) = read(element)
            return Found(
                physicalID: element.text(id) ?? "", status: Self.status(status, element), properties: properties,
                attributes: attributes, tags: IdentityTags.parse(element["Tags"]))
        }
    }

    private static func status(_ state: String, _ element: Value) -> ResourceObservation.Status {
        switch state {
        case "available", "active", "in-use": .ready
        case "deleting": .deleting
        case "failed", "rejected", "expired", "error":
            .failed(element.text("FailureMessage") ?? "AWS says that it is \(state).")
        default: .pending("AWS says that it is \(state)")
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input: Value = ["TagSpecifications": IdentityTags.specification(resourceType, for: target)]
        for name in createMembers { input[name] = target.properties[name] }
        if takesToken { input["ClientToken"] = .string(target.token) }
        try await cloud.call("ec2", create, target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains("Tags") { try await EC2Tags.update(target, found, cloud) }
        let others = differences.filter { $0 != "Tags" }
        if !others.isEmpty { try await change(target, found, others, cloud) }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let isList = delete.hasSuffix("Ids")
        let value: Value = isList ? [.string(found.physicalID)] : .string(found.physicalID)
        try await cloud.call("ec2", deleteOperation, target.region, [delete: value])
    }

    private var deleteOperation: String {
        let operations = [
            "SubnetId": "DeleteSubnet", "InternetGatewayId": "DeleteInternetGateway", "AllocationId": "ReleaseAddress",
            "NatGatewayId": "DeleteNatGateway", "RouteTableId": "DeleteRouteTable",
            "VpcEndpointIds": "DeleteVpcEndpoints",
            "FlowLogIds": "DeleteFlowLogs", "VolumeId": "DeleteVolume",
            "VpcPeeringConnectionId": "DeleteVpcPeeringConnection",
        ]
        return operations[delete] ?? ""
    }

    /// The members of an element under their own names, those that it lacks left out.
    static func members(_ names: [String], of element: Value) -> Value {
        .object(Members(names.compactMap { name in element[name].map { (name, $0) } }))
    }
}
