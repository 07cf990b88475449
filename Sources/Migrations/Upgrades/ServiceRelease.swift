import Planning
import Resources
import Values

/// How what services run comes to users: another image, other settings, another machine under them. AWS and Kubernetes
/// replace instances and pods one after another; whether users are served by the new ones is measured before it counts as
/// done. If they are not, or if the new ones never serve at all, what ran before is rolled out again.
struct ServiceRelease {
    private static let template: Kind = "AWS::EC2::LaunchTemplate"
    private static let group: Kind = "AWS::AutoScaling::AutoScalingGroup"
    /// The property of a kind that says what runs.
    private static let contents: [Kind: String] = [
        template: "LaunchTemplateData", group: "LaunchTemplate",
        "Kubernetes::Deployment": "spec", "Kubernetes::ConfigMap": "data",
    ]

    /// The one in which it happens; a bad release meets the users of one region only.
    let region: String
    let changed: Set<Address>
    /// What earlier runs released without a gate to prove it, with what ran before.
    let unproven: [Address: Value]
    let graph: ResourceGraph

    /// Those among the steps of a leg, and what an earlier run did not come to prove, region by region. None where
    /// something goes behind one of them: that order is the leg's to keep.
    static func all(
        in graph: ResourceGraph, of steps: [Step], from first: Int, _ input: PlanningInput, _ world: World
    ) -> [ServiceRelease] {
        let unproven = unproven(in: graph, of: steps, from: first, input, world)
        let released = steps.indices[first...].filter { isRelease(steps[$0]) || unproven[steps[$0].address] != nil }
        let addresses = Set(released.map { steps[$0].address }).union(unproven.keys)
        guard !addresses.isEmpty else { return [] }
        let changing = Set(released)
        guard !steps[first...].contains(where: { $0.action == .delete && !changing.isDisjoint(with: $0.dependsOn) })
        else { return [] }
        let byRegion = Dictionary(grouping: addresses) { graph[$0]?.region ?? "" }.mapValues { Set($0) }
        return byRegion.sorted { $0.key < $1.key }.map { region, changed in
            ServiceRelease(
                region: region, changed: changed, unproven: unproven.filter { changed.contains($0.key) }, graph: graph)
        }
    }

    /// What is made or waited for behind what is released, which it may need to be what the release brings. None where a
    /// release is behind one of them: that order is the leg's to keep.
    static func waiting(for releases: [ServiceRelease], in steps: [Step], from first: Int) -> Set<Address> {
        let released = releases.reduce(into: Set<Address>()) { $0.formUnion($1.changed) }
        var behind = Set(steps.indices[first...].filter { released.contains(steps[$0].address) })
        var waiting: Set<Address> = []
        for index in steps.indices[first...] where !behind.isDisjoint(with: steps[index].dependsOn) {
            if released.contains(steps[index].address) {
                guard steps[index].dependsOn.allSatisfy({ !waiting.contains(steps[$0].address) }) else { return [] }
            } else if steps[index].action == .create || steps[index].reason == .interrupted {
                behind.insert(index)
                waiting.insert(steps[index].address)
            }
        }
        return waiting
    }

    /// What state knows as released and not proven, as far as it is still there and not what ran before.
    private static func unproven(
        in graph: ResourceGraph, of steps: [Step], from first: Int, _ input: PlanningInput, _ world: World
    ) -> [Address: Value] {
        let candidates = input.recorded.filter { $0.provenContent != nil }
        guard !candidates.isEmpty else { return [:] }
        let selection = Selection(input.options, graph: graph)
        var unproven: [Address: Value] = [:]
        for record in candidates {
            let address = record.observation.address
            guard let proven = record.provenContent, let property = contents[record.observation.kind],
                let existing = world[address], graph.contains(address), selection.includes(address),
                existing.observation.properties[property] != proven
            else { continue }
            unproven[address] = proven
        }
        for step in steps[first...] where step.action != .update { unproven[step.address] = nil }
        return unproven
    }

    private static func isRelease(_ step: Step) -> Bool {
        guard step.action == .update, let content = contents[step.kind] else { return false }
        return step.changes.contains { $0.path == content }
    }

    /// What runs, or ran when it was last proven to serve.
    private func proven(_ world: World) -> [Address: Value] {
        var proven = unproven
        for address in changed where proven[address] == nil {
            guard let observed = world[address]?.observation, let property = Self.contents[observed.kind] else {
                continue
            }
            proven[address] = observed.properties[property]
        }
        return proven
    }

    /// A graph with that again.
    private static func restoring(_ proven: [Address: Value], in graph: ResourceGraph) -> ResourceGraph {
        // At once: a graph made anew for each of thousands would be copied as often.
        ResourceGraph(
            graph.resources.map { resource in
                // The group's version follows its template, which is held.
                guard resource.kind != group, let property = contents[resource.kind],
                    let content = proven[resource.address]
                else { return resource }
                var resource = resource
                resource.properties[property] = content
                return resource
            })
    }

    func walk(_ build: inout LegBuilder) throws(PlanProblems) {
        var stage = Stage(
            name: "release/\(region)", road: "release", role: .shift, gate: gate,
            undo: "What ran before is rolled out again.")
        stage.isUndoneByFailure = true
        stage.provenContents = proven(build.world)
        // Without the other regions: each would be planned as often as there are regions.
        let part = graph.part(changed)
        try build.add(
            stage, to: part, from: part, only: changed, base: Self.restoring(stage.provenContents, in: part),
            stays: !unproven.isEmpty)
    }

    private var gate: Gate {
        let cluster = graph.resources.first { $0.kind == "AWS::EKS::Cluster" && $0.region == region }
        return cluster.map {
            Proofs.running(
                on: .reference(Reference(address: $0.address.text, attribute: "name")), at: $0, in: graph)
        } ?? Proofs.served(in: graph, for: .minutes(3))
    }
}
