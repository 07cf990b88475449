import Planning
import Resources
import Values

/// How one more region comes to users of a platform that stays in its phase: the record that leads them there is made when
/// all else of the region is there, and whether they are served is measured before it counts as done. If they are not, it
/// goes again.
struct RegionEntry {
    private static let record: Kind = "AWS::Route53::RecordSet"

    /// The region's, as the record is named.
    let name: String
    let address: Address
    let graph: ResourceGraph

    /// Those among the steps of a leg, region by region: records that are made beside others of their name, which users
    /// follow already. Not one that another step waits for: that order is the leg's to keep.
    static func all(in graph: ResourceGraph, of steps: ArraySlice<Step>, _ world: World) -> [RegionEntry] {
        let existing = graph.resources.filter { $0.kind == record && world[$0.address] != nil }
        let known = Set(existing.map { nameAndType($0.properties) })
        let waitedFor = Set(steps.flatMap(\.dependsOn))
        let made = steps.indices.filter { steps[$0].action == .create && steps[$0].kind == record }
        return made.filter { !waitedFor.contains($0) }.compactMap { index in
            let step = steps[index]
            // What is replaced has led people somewhere already.
            guard world[step.address] == nil, let resource = graph[step.address],
                known.contains(nameAndType(resource.properties)), let name = resource.properties.text("SetIdentifier")
            else { return nil }
            return RegionEntry(name: name, address: step.address, graph: graph)
        }.sorted { $0.name < $1.name }
    }

    private static func nameAndType(_ properties: Value) -> [String?] {
        [properties.text("Name"), properties.text("Type")]
    }

    func walk(_ build: inout LegBuilder) throws(PlanProblems) {
        let stage = Stage(
            name: "enter/\(name)", road: "enter", role: .shift, gate: Proofs.served(in: graph, for: .minutes(3)),
            undo: "The other regions still serve: its record goes again.")
        let without = ResourceGraph(graph.resources.filter { $0.address != address })
        try build.add(stage, to: graph, from: without, only: [address], base: without)
    }
}
