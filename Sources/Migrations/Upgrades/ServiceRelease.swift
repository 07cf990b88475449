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
    let graph: ResourceGraph

    /// Those among the steps of a leg, region by region. None where something goes behind one of them: that order is the
    /// leg's to keep.
    static func all(in graph: ResourceGraph, of steps: [Step], from first: Int) -> [ServiceRelease] {
        let released = steps.indices[first...].filter { isRelease(steps[$0]) }
        guard !released.isEmpty else { return [] }
        let changing = Set(released)
        guard !steps[first...].contains(where: { $0.action == .delete && !changing.isDisjoint(with: $0.dependsOn) })
        else { return [] }
        return Dictionary(grouping: released) { steps[$0].region }.sorted { $0.key < $1.key }.map { region, indices in
            ServiceRelease(region: region, changed: Set(indices.map { steps[$0].address }), graph: graph)
        }
    }

    private static func isRelease(_ step: Step) -> Bool {
        guard step.action == .update, let content = contents[step.kind] else { return false }
        return step.changes.contains { $0.path == content }
    }

    /// The graph with what still runs.
    private func asItRuns(_ world: World) -> ResourceGraph {
        // At once: a graph made anew for each of thousands would be copied as often.
        ResourceGraph(
            graph.resources.map { resource in
                // The group's version follows its template, which is held.
                guard changed.contains(resource.address), resource.kind != Self.group,
                    let property = Self.contents[resource.kind],
                    let found = world[resource.address]?.observation.properties[property]
                else { return resource }
                var resource = resource
                resource.properties[property] = found
                return resource
            })
    }

    func walk(_ build: inout LegBuilder) throws(PlanProblems) {
        var stage = Stage(
            name: "release/\(region)", road: "release", role: .shift, gate: gate,
            undo: "What ran before is rolled out again.")
        stage.isUndoneByFailure = true
        try build.add(
            stage, to: graph, from: graph, only: changed, base: asItRuns(build.world))
    }

    private var gate: Gate {
        let cluster = graph.resources.first { $0.kind == "AWS::EKS::Cluster" && $0.region == region }
        return cluster.map {
            Proofs.running(
                on: .reference(Reference(address: $0.address.text, attribute: "name")), at: $0, in: graph)
        } ?? Proofs.served(in: graph, for: .minutes(3))
    }
}
