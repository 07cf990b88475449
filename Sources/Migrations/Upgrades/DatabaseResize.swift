import Planning
import Resources
import Values

/// How a database gets another instance class: its standby has it first and takes over, and whether users are served by it
/// is measured before anything else changes. If they are not, it gets the old class back.
struct DatabaseResize {
    private static let property = "DBInstanceClass"

    let database: Resource
    let graph: ResourceGraph

    /// Those of databases that are there with another class than they should have.
    /// - Parameter staying: what the end of the way wants; what leaves on it needs no other class.
    static func all(in graph: ResourceGraph, staying last: ResourceGraph, _ world: World) -> [DatabaseResize] {
        graph.resources.compactMap { resource in
            guard resource.kind == "AWS::RDS::DBInstance", last.contains(resource.address),
                let existing = world[resource.address], existing.observation.status == .ready,
                let wanted = resource.properties[property], let found = existing.observation.properties[property],
                wanted != found
            else { return nil }
            return DatabaseResize(database: resource, graph: graph)
        }
    }

    func walk(_ build: inout LegBuilder) throws(PlanProblems) {
        let before = build.asItIs(database, but: [])
        let after = build.asItIs(database, but: [Self.property])
        let stage = Stage(
            name: "resize/\(database.region)", road: "resize", role: .shift,
            gate: Proofs.served(in: graph, for: .minutes(3)),
            undo: "The database gets its old class back, and fails over once more.")
        try build.add(
            stage, to: graph.replacing(after), from: graph, only: [database.address], base: graph.replacing(before))
    }
}
