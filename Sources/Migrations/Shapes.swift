public import Blueprints
import Diagnostics
public import Planning
public import Resources
public import Specs
import Values

/// What a spec wants of its platform, phase by phase, as that stands: with the writer where it was moved to, and with the
/// regions that the spec no longer names.
public struct Shapes: Sendable {
    public let spec: Spec
    /// Nil for a writer that never moved.
    private let moved: Writer?
    /// The spec with the regions that it leaves, and with all in which there is something.
    private let before, whole: Spec
    private let graphs: GraphShelf

    /// - Parameters:
    ///   - observed: what exists, without what is in regions that were given up.
    ///   - writer: where it stands; nil where it never moved.
    public init(_ spec: Spec, observed: [ResourceObservation] = [], writer: Writer?, on graphs: GraphShelf) {
        self.spec = spec
        self.graphs = graphs
        moved = writer
        before = LeftRegions.spec(spec, before: observed)
        whole = LeftRegions.spec(spec, with: observed)
    }

    /// Where the writer stands.
    public var writer: Writer { writer(of: spec) }

    private func writer(of shape: Spec) -> Writer { moved?.seen(from: shape) ?? .home(of: shape) }

    /// What a phase wants; above the spec's own one with the regions that it leaves.
    public func graph(_ phase: Int) -> ResourceGraph {
        let shape = phase > spec.phase ? before : spec
        return graphs.graph(shape, phase, writer: writer(of: shape))
    }

    /// What phase 4 wants with the writer somewhere.
    public func graph(with writer: Writer) -> ResourceGraph {
        graphs.graph(spec, Blueprint.latestPhase, writer: writer)
    }

    /// What phase 4 wanted wherever the writer may have stood before.
    public func former() -> [ResourceGraph] {
        writer(of: whole).former(of: whole) { graphs.graph($0, Blueprint.latestPhase, writer: $1) }
    }

    /// The rest of a writer's move that was begun, which goes first; nil when there is none.
    /// - Parameter current: the phase that the platform is in.
    /// - Throws: when this spec would take the writer's region away.
    public func unfinishedMove(_ input: PlanningInput, current: Int?) throws(PlanProblems) -> Plan? {
        let writer = writer
        guard writer.term > 0, current == Blueprint.latestPhase else { return nil }
        let isHome = writer.region == spec.primaryRegion.name
        guard isHome || spec.phase >= 4 && spec.regions.contains(where: { $0.name == writer.region }) else {
            throw PlanProblems([
                Diagnostic(
                    "plan.writerAway",
                    "The writer of \(spec.name) stands in \(writer.region), which this spec would take away.",
                    hint: "Bring it home first: reconcile failback with the spec of phase 4.")
            ])
        }
        guard spec.phase >= 4 else { return nil }
        let planner = FailoverPlanner(
            input, reachable: Set(spec.regions.map(\.name)), graph: { graph(with: $0) })
        return try planner.isSettled(writer) ? nil : planner.finish(writer)
    }
}
