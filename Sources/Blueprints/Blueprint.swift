public import Resources
public import Specs

/// The pure function from a spec to the resources that its phase wants.
public enum Blueprint {
    /// The desired graph of a phase; the spec's own when none is named. Valid for every phase up to the spec's.
    /// - Parameter writer: where the writer stands; nil where it never moved.
    public static func graph(for spec: Spec, phase: Int? = nil, writer: Writer? = nil) -> ResourceGraph {
        ResourceGraph(resources(for: spec, phase: phase ?? spec.phase, writer: writer))
    }

    /// What the graph is made of, before an address that stands twice would hide the first.
    package static func resources(for spec: Spec, phase: Int, writer: Writer? = nil) -> [Resource] {
        let writer = writer ?? .home(of: spec)
        var all = GlobalIdentity.resources(spec, phase: phase) + DomainNames(spec: spec, phase: phase).resources
        all += Edge(spec: spec, phase: phase).resources + Spending.resources(spec)
        all += Standing.resources(spec, phase: phase, writer: writer)
        let regions = phase >= 4 ? spec.regions : Array(spec.regions.prefix(1))
        for region in regions { all += RegionalStamp(spec, region, phase: phase, writer: writer).resources }
        return all
    }

    /// The last phase whose blueprint is whole.
    public static let latestPhase = 4

    /// What the user should know of the graph, errors first.
    public static func problems(of spec: Spec) -> [BlueprintProblem] {
        guard spec.phase <= latestPhase else {
            return [
                BlueprintProblem(
                    code: "blueprint.phaseNotBuilt", path: "phase",
                    message: "This version builds phases 0 to \(latestPhase), and the spec wants phase \(spec.phase).",
                    hint: "Use a phase up to \(latestPhase) until a later version.")
            ]
        }
        return userData(spec) + NodeRoom.problems(spec) + Edge.problems(spec) + Registries.problems(spec)
    }

    /// Phases 0 and 1 bring what runs to the instances by user data.
    private static func userData(_ spec: Spec) -> [BlueprintProblem] {
        guard spec.phase <= 1, let region = spec.regions.first else { return [] }
        let size = InstanceUserData.size(spec, region.name)
        guard size > UserDataForm.limit else { return [] }
        return [
            BlueprintProblem(
                code: "blueprint.userDataTooLong", path: "services",
                message:
                    "The instances' user data would be \(size) bytes, compressed; AWS takes \(UserDataForm.limit).",
                hint: "Use fewer services or shorter environments in phases 0 and 1, or move to phase 2.")
        ]
    }
}
