import Planning
import Resources
import Values

/// The steps by which a platform's rows move between the PostgreSQL beside the services of the single instance and RDS.
///
/// Each is a run of the blueprint's document on that instance: done once, and taken back by its delete. The target takes
/// no client's writes until the source's are refused and all that it acknowledged is in the target.
struct RowsMove {
    enum Way: String, CaseIterable {
        case toManaged = "to-managed"
        case toInstance = "to-instance"

        /// The document's parameter: the database that holds the rows.
        var source: String { self == .toManaged ? "container" : "managed" }
        var reverse: Way { self == .toManaged ? .toInstance : .toManaged }
    }

    /// In the order in which they are done.
    enum Step: String, CaseIterable {
        /// Has a fresh instance's services use RDS, until its own database has the rows.
        case join
        case replicate, freeze
        case change = "switch"
        case thaw
        /// Ends the flow back, after which the old database is only a memory.
        case finish
    }

    static let kind: Kind = "Reconcile::Machine::Step"

    let way: Way
    let region: String
    /// The part of addresses that the managed database has: another one once its writer has been away and came home.
    var database = "database"

    /// The move between the single instance and the managed database of two graphs; nil when these have not both.
    static func between(_ old: ResourceGraph, _ new: ResourceGraph, _ way: Way) -> RowsMove? {
        let all = old.resources + new.resources
        guard let region = all.first(where: { $0.address.local == "instance/machine" })?.region,
            all.contains(where: { $0.address.text == "\(region)/rows/document" })
        else { return nil }
        let instance = all.first { $0.kind == "AWS::RDS::DBInstance" && $0.region == region }
        guard let database = instance?.address.local.split(separator: "/").first else { return nil }
        return RowsMove(way: way, region: region, database: String(database))
    }

    func address(_ step: Step) -> Address { Address("\(region)/rows/\(way.rawValue)/\(step.rawValue)") }

    private func reference(_ address: String, _ attribute: String) -> Value {
        .reference(Reference(address: "\(region)/\(address)", attribute: attribute))
    }

    /// What the document is given besides the step.
    private func parameters(from source: String) -> Value {
        [
            "DocumentName": reference("rows/document", "Name"),
            "InstanceId": reference("instance/machine", "InstanceId"), "From": .string(source),
            "Host": reference("\(database)/instance", "Endpoint.Address"), "Port": "5432",
        ]
    }

    func resource(_ step: Step) -> Resource {
        var needs = Step.allCases.prefix { $0 != step }.map { address($0) }
        if way == .toManaged { needs.removeAll { $0 == address(.join) } }
        needs += ways.map(\.address)
        needs.append(Address("\(region)/instance/data-attachment"))
        return Resource(
            address: address(step), kind: Self.kind, region: region,
            properties: parameters(from: way.source).merging(["Step": .string(step.rawValue)]), dependsOn: needs,
            phase: 1)
    }

    /// The steps of a way up to one of them.
    func resources(through last: Step) -> [Resource] {
        let steps = Step.allCases.prefix { $0 != last } + [last]
        return steps.filter { way == .toInstance || $0 != .join }.map { resource($0) }
    }

    /// What must be open between the two databases while rows move.
    var ways: [Resource] {
        [
            rule("instance/egress/database", of: "instance", to: database, isEgress: true, "to the managed database"),
            rule("\(database)/ingress/instance", of: database, to: "instance", isEgress: false, "from the instance"),
            rule(
                "instance/ingress/database", of: "instance", to: database, isEgress: false, "rows for the managed one"
            ),
            rule(
                "\(database)/egress/instance", of: database, to: "instance", isEgress: true, "for the instance's rows"),
        ]
    }

    private func rule(
        _ address: String, of group: String, to peer: String, isEgress: Bool, _ text: String
    ) -> Resource {
        Resource(
            address: Address("\(region)/\(address)"),
            kind: isEgress ? "AWS::EC2::SecurityGroupEgress" : "AWS::EC2::SecurityGroupIngress", region: region,
            properties: [
                "GroupId": reference("\(group)/security-group", "GroupId"), "IpProtocol": "tcp", "FromPort": 5432,
                "ToPort": 5432, "ReferencedGroupId": reference("\(peer)/security-group", "GroupId"),
                "Description": .string(text),
            ], phase: 1)
    }

    /// How far a database's copy is behind the one that holds the rows.
    func behind(from source: String) -> Measurement {
        Measurement(
            .rowsBehind, of: "rows/\(way.rawValue)", in: region, subject: parameters(from: source),
            bound: .atMost(1 << 20))
    }

    /// Whether a step was done and not taken back.
    func isDone(_ step: Step, _ world: World) -> Bool { world[address(step)] != nil }
}
