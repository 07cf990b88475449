import Planning
import Resources

/// The steps that take a stage back when its gate fails, planned beforehand.
enum WayBack {
    /// - Parameters:
    ///   - base: where it goes back to.
    ///   - graph: where the stage has led.
    ///   - world: the world behind the stage.
    static func steps(
        of stage: String, to base: ResourceGraph, from graph: ResourceGraph, _ scope: LegPlanner.Scope,
        _ input: PlanningInput, _ world: World
    ) throws(PlanProblems) -> [Step] {
        var planner = LegPlanner(
            input, world: world, steps: [], stages: LegPlanner.StageNames(only: "\(stage)/undo"), scope: scope,
            previous: graph)
        return try planner.plan(to: base).steps.map { step in
            var step = step
            // Never the name of a step that goes forward: what is done is known by name.
            step.id = "undo \(stage): \(step.id)"
            return step
        }
    }
}
