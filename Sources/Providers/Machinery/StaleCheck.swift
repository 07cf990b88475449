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
                    + "\(words(found.properties[surprise]))).")
        }
        for change in operation.plannedChanges where differing.contains(change.property) {
            guard let old = change.old, let now = found.properties[change.property], old != now else { continue }
            if !driver.schema.effects(of: change.property).isMet(old, by: now) {
                return failure("\(change.property) was \(words(old)) when the plan was made and is \(words(now)) now.")
            }
        }
        return nil
    }

    private static func words(_ value: Value?) -> String {
        switch value {
        case nil, .null?: "nothing"
        case .string(let text)?: "`\(text)`"
        case .int(let number)?: "\(number)"
        case .double(let number)?: "\(number)"
        case .bool(let flag)?: "\(flag)"
        case .list(let elements)?: "[" + elements.map { words($0) }.joined(separator: ", ") + "]"
        case .object(let members)?:
            "{" + members.map { "\($0.name): \(words($0.value))" }.joined(separator: ", ") + "}"
        case .reference?, .secret?, .template?, .sensitive?: "something that is known during a run"
        }
    }

    private static func failure(_ message: String) -> Failure {
        Failure(
            code: "Plan.Stale", message: "It changed since the plan was made: \(message)",
            hint: "Run plan again and look at the difference.", isRetryable: true)
    }
}
