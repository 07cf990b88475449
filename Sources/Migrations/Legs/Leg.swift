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
}
