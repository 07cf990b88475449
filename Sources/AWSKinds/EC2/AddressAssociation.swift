import CloudCalls
import Providers
import Resources
import Values

/// The association of an Elastic IP with an instance; it moves to another instance by one call.
///
/// It serves when the instance's user data has finished, which the instance says by the tag `reconcile:boot`.
struct AddressAssociation: KindDriver {
    let schema = KindSchema(
        kind: "AWS::EC2::EIPAssociation", service: "ec2", identity: .naturalKey,
        rules: [PropertyRule("AllocationId", .replaces)],
        durations: ExpectedDurations(create: .seconds(30), deadline: .minutes(20)), carriesTraffic: true)
    let calls = KindCalls(
        reads: ["DescribeAddresses", "DescribeTags"],
        changes: ["AssociateAddress"],
        deletes: ["DisassociateAddress"])

    func naturalKey(of properties: Value) -> String? { properties.text("AllocationId") }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = ["Filters": IdentityTags.filters(for: scope)]
        if case .one(let target) = scope {
            let allocation = target.properties["AllocationId"] ?? .string(target.physicalID)
            input = ["Filters": [["Name": "allocation-id", "Values": [allocation]]]]
        }
        let addresses = try await cloud.pages("ec2", "DescribeAddresses", scope.region, input, items: "Addresses")
        var waiting: String?
        if case .one = scope, let instance = addresses.first?.text("InstanceId"), !instance.isEmpty {
            let tags = try await cloud.pages(
                "ec2", "DescribeTags", scope.region,
                [
                    "Filters": [
                        ["Name": "resource-id", "Values": [.string(instance)]],
                        ["Name": "key", "Values": ["reconcile:boot"]],
                    ]
                ], items: "Tags")
            if tags.isEmpty { waiting = "user data of \(instance) has not finished: its tag reconcile:boot is missing" }
        }
        // Of an address that is nobody's EC2 may give an empty id (EC2 API reference, example of `DescribeAddresses`).
        return addresses.filter { $0.text("InstanceId")?.isEmpty == false }.map { address in
            Found(
                physicalID: address.text("AllocationId") ?? "", status: waiting.map { .pending($0) } ?? .ready,
                properties: EC2Kind.members(["AllocationId", "InstanceId"], of: address),
                attributes: EC2Kind.members(["AssociationId"], of: address),
                naturalKey: address.text("AllocationId") ?? "")
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("ec2", "AssociateAddress", target.region, target.properties)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        try await create(target, cloud)
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "ec2", "DisassociateAddress", target.region,
            ["AssociationId": found.attributes["AssociationId"] ?? .null])
    }
}
