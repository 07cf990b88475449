import Diagnostics
import Planning
import Resources
import Values

/// How a database that is written gets another major version of PostgreSQL: a copy in the new version follows it, proves
/// that it does, and takes its place for less than a minute without anybody.
///
/// In place, both the database and its standby would be down for as long as the upgrade takes (RDS user guide, "Upgrades of
/// the RDS for PostgreSQL DB engine"). A blue/green deployment needs logical replication, which is on from the first day.
struct DatabaseUpgrade {
    static let road = "upgrade"
    private static let deploymentKind: Kind = "AWS::RDS::BlueGreenDeployment"

    /// The database as the phase wants it.
    let database: Resource
    /// What the phase wants, all of it.
    let graph: ResourceGraph
    /// The version that it has.
    let version: String
    /// The copy has taken over, and what it took over from has not gone yet.
    let isSwitched: Bool

    /// Those to walk before anything else: of databases that have another major version than they should have, or whose
    /// upgrade was interrupted.
    /// - Parameter staying: what the end of the way wants; what leaves on it needs no other version.
    /// - Throws: that AWS has no such deployment for a database with a copy in another region.
    static func all(
        in graph: ResourceGraph, staying last: ResourceGraph, _ world: World
    ) throws(PlanProblems) -> [DatabaseUpgrade] {
        let upgrades = graph.resources.compactMap { resource -> DatabaseUpgrade? in
            guard resource.kind == "AWS::RDS::DBInstance", last.contains(resource.address),
                !resource.properties.followsADatabase,
                let existing = world[resource.address], !existing.isPredicted,
                let version = existing.observation.properties.text("EngineVersion"),
                let wanted = resource.properties.text("EngineVersion")
            else { return nil }
            let isBegun = world[address(beside: resource)] != nil
            let majors = (VersionNumbers.major(version), VersionNumbers.major(wanted))
            let isNewer = VersionNumbers.isOlder(majors.0, than: majors.1)
            let isSwitched = isBegun && majors.0 == majors.1 && hasSwitched(resource, world)
            guard isNewer || isSwitched else { return nil }
            return DatabaseUpgrade(database: resource, graph: graph, version: version, isSwitched: isSwitched)
        }
        if let upgrade = upgrades.first, let copy = graph.resources.first(where: \.properties.followsADatabase) {
            throw upgrade.refusal(copy)
        }
        return upgrades
    }

    /// "Limitations and considerations for blue/green deployments" names cross-region read replicas; in place such a
    /// replica would stop following, and the database would be down.
    private func refusal(_ copy: Resource) -> PlanProblems {
        PlanProblems([
            Diagnostic(
                "plan.copyInTheWay",
                "\(database.address) can't go from PostgreSQL \(version) to "
                    + "\(database.properties.text("EngineVersion") ?? "") while \(copy.address) follows it: AWS has no "
                    + "blue/green deployment of a database with a copy in another region.", path: database.address.text,
                hint:
                    "Apply the spec of phase 3 with the version of now, then with the new one, and then phase 4's: no "
                    + "step of that way is down for more than a minute.")
        ])
    }

    private static func address(beside database: Resource) -> Address {
        let place = database.address.text.split(separator: "/").dropLast().joined(separator: "/")
        return Address("\(place)/upgrade")
    }

    private static func hasSwitched(_ database: Resource, _ world: World) -> Bool {
        world[address(beside: database)]?.observation.attributes.text("Status") == "SWITCHOVER_COMPLETED"
    }

    /// What is said before anybody agrees.
    var warning: String {
        "NOBODY GETS THROUGH TO \(database.address) for less than a minute in the stage \(Self.road)/switch, while its "
            + "copy in the new version takes over; writes that were acknowledged are in it. No way leads back from there "
            + "without losing what is written since. While the copy is made, change no tables: it follows rows, not "
            + "definitions, sequences or large objects."
    }

    // MARK: The way

    private var deployment: Resource {
        let name = (database.properties.text("DBInstanceIdentifier") ?? "").prefix(50)
        let wanted = database.properties.text("EngineVersion") ?? ""
        return Resource(
            address: Self.address(beside: database), kind: Self.deploymentKind, region: database.region,
            properties: [
                "BlueGreenDeploymentName": .string("\(name)-to-\(VersionNumbers.major(wanted))"),
                "Source": .reference(Reference(address: database.address.text, attribute: "DBInstanceArn")),
                "TargetEngineVersion": .string(wanted),
                "TargetDBParameterGroupName": database.properties["DBParameterGroupName"] ?? .null,
            ], tags: database.tags, phase: database.phase)
    }

    /// The parameters that the new version has.
    private var parameters: Set<Address> {
        database.properties["DBParameterGroupName"]?.referencedAddresses ?? []
    }

    func walk(_ build: inout LegBuilder) throws(PlanProblems) {
        let deployment = deployment
        let copied = ResourceGraph(graph.resources + [deployment])
        if !isSwitched { try prepare(copied, deployment.address, &build) }
        try shift(copied, &build)
        try build.add(soak, to: copied, from: copied, only: [], stays: true)
        try build.add(retire, to: graph, from: copied, only: [deployment.address])
    }

    private func prepare(
        _ copied: ResourceGraph, _ deployment: Address, _ build: inout LegBuilder
    ) throws(PlanProblems) {
        let made = parameters.filter { build.world[$0] == nil }.union([deployment])
        var unchanged = database
        unchanged.properties["DBParameterGroupName"] = nil
        let bare = ResourceGraph(graph.replacing(unchanged).resources.filter { !made.contains($0.address) })
        try build.add(
            Stage(name: "\(Self.road)/prepare", road: Self.road, role: .prepare, undo: Self.undoCopy), to: copied,
            from: graph, only: parameters.union([deployment]))
        try build.add(verify, to: copied, from: copied, only: [], base: bare, taking: made, stays: true)
    }

    private static let undoCopy = "The copy is deleted; the database has not changed."

    private var verify: Stage {
        Stage(
            name: "\(Self.road)/verify", road: Self.road, role: .verify,
            gate: Gate(
                measure: "the copy in version \(database.properties.text("EngineVersion") ?? "") follows",
                threshold: "less than 1 MiB behind",
                measurements: [Proofs.measure(database, .slotLag, by: "DBInstanceIdentifier", .atMost(1 << 20))],
                window: .minutes(2), timeLimit: .hours(6)), undo: Self.undoCopy)
    }

    private func shift(_ copied: ResourceGraph, _ build: inout LegBuilder) throws(PlanProblems) {
        let name = "\(Self.road)/switch"
        var stage = Stage(
            name: name, road: Self.road, role: .shift,
            gate: Proofs.served(in: copied, for: .minutes(3)),
            undo: "None: what is written since is only in the new version. The old database stands still until "
                + "\(Self.road)/retire, as it was at that moment.", isPointOfNoReturn: true)
        stage.isNoticed = true
        // What else is to change does so afterwards.
        let moved = build.asItIs(database, but: ["EngineVersion", "DBParameterGroupName"])
        try build.add(
            stage, to: copied.replacing(moved), from: copied, only: isSwitched ? [] : [database.address], stays: true)
        build.word("DOWN for less than a minute: its copy takes over", .minutes(2), ofStepsIn: name)
    }

    private var soak: Stage {
        Stage(
            name: "\(Self.road)/soak", road: Self.road, role: .soak, gate: Proofs.served(in: graph, for: .minutes(10)),
            undo: "None: see switch.")
    }

    private var retire: Stage {
        Stage(
            name: "\(Self.road)/retire", road: Self.road, role: .retire,
            undo: "None: the old database is gone. Its final snapshot stays until you delete it.",
            isPointOfNoReturn: true)
    }
}
