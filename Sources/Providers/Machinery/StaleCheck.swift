import Documents
import Resources
import Values

/// Reads a resource again before it is changed: what the plan did not see must not be overwritten silently.
enum StaleCheck {
    static func problem(_ operation: Operation, found: Found, driver: any KindDriver) -> Failure? {
        guard !operation.plannedChanges.isEmpty else { return nil }
        let differing = Differences.names(found: found, target: operation.target, driver: driver, isFresh: false)
        let planned = Set(operation.plannedChanges.map(\.property))
        if let surprise = differing.first(where: { !planned.contains($0) }) {
            return failure(
                "\(surprise) differs now, although the plan would not change it (found "
                    + "\(found.properties[surprise].map { JSON.text(of: $0) } ?? "nothing")).")
        }
        for change in operation.plannedChanges where differing.contains(change.property) {
            guard let old = change.old, let now = found.properties[change.property], old != now else { continue }
            if !driver.schema.effects(of: change.property).isMet(old, by: now) {
                return failure(
                    "\(change.property) was \(JSON.text(of: old)) when the plan was made and is \(JSON.text(of: now)) now."
                )
            }
        }
        return nil
    }

    private static func failure(_ message: String) -> Failure {
        Failure(
            code: "Plan.Stale", message: "It changed since the plan was made: \(message)",
            hint: "Run plan again and look at the difference.", isRetryable: true)
    }
}
