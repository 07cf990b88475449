import Planning
import Resources
import States
import Terminal

/// Decides whether a saved plan may run now: whole, as the rest of an interrupted run, or not at all.
struct SavedPlanCheck {
    let session: Session
    let saved: SavedPlan
    let path: String

    /// - Parameter plan: made just now from the spec in the file.
    /// - Returns: the hash to spend, or nil when the plan was begun before and this is its rest.
    func check(_ plan: Plan) throws(CommandFailure) -> String? {
        if PlanCodec.hash(of: plan) == saved.hash { return saved.hash }
        let interrupted: (id: String, done: Set<String>)?
        do throws(StateError) { interrupted = try session.store.interruptedRun(planHash: saved.hash) } catch {
            throw CommandFailure(error)
        }
        guard let interrupted else {
            throw CommandFailure(
                "\(path) is out of date: the platform or its state has changed since the plan was made, or it was "
                    + "applied already. [plan.stale]",
                hint: "Make a new plan with `reconcile plan SPEC --out \(path)` and look at it.")
        }
        let touched = Set(plan.steps.map(\.address))
        let foreign = touched.filter { address in !saved.steps.contains { Self.isAbout($0, address.text) } }.sorted()
        guard foreign.isEmpty else {
            throw CommandFailure(
                "The run \(interrupted.id) of \(path) was interrupted, and meanwhile \(foreign[0]) has changed too, which "
                    + "the plan does not touch. [plan.stale]",
                hint: "Make a new plan and look at it: what is done stays done.")
        }
        session.output.note(
            "Going on with \(interrupted.id), which was interrupted after \(interrupted.done.count) steps.")
        return nil
    }

    /// A step's id is its action and its address, and a generation or count may follow.
    private static func isAbout(_ step: String, _ address: String) -> Bool {
        guard let space = step.firstIndex(of: " ") else { return false }
        let rest = step[step.index(after: space)...]
        guard rest.hasPrefix(address) else { return false }
        let next = rest.dropFirst(address.count).first
        return next == nil || next == "#" || next == " "
    }
}
