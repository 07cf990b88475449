import Planning
import Resources

/// A part of a road: one graph to reach, in stages of its own.
struct Leg {
    /// What the platform is when the leg is done.
    var graph: ResourceGraph
    var names: LegPlanner.StageNames
    var stages: [Stage]
    var scope: LegPlanner.Scope
    /// What a failed gate goes back to; nil where nothing is taken back.
    var base: ResourceGraph?
    /// The leg's stages stay in the plan without a step: an earlier run has made them and did not pass the gate.
    var staysWithoutSteps = false
    /// What the platform was before, for lifecycles and references of what leaves; `base` or the old shape otherwise.
    var previous: ResourceGraph?
    /// How far the platform still is once the leg is taken back, where that is not told by `base`.
    var undoneTo: Stage.Role?
    /// What was done on the road stays done when it leaves the graph.
    var settlesActions = false
    /// What changes no sooner than the old shape goes.
    var late: Set<Address> = []
}
