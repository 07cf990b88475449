import Documents
import Values

/// A policy document, read so that one can ask what it says of an action on a resource.
///
/// Source: IAM user guide, "IAM JSON policy elements reference" and "Policy evaluation logic". Of the condition operators
/// those of strings are known; a statement with another one says nothing.
struct PolicyText {
    enum Word { case allow, deny }

    private let statements: [Value]

    /// Nil when it is no policy.
    init?(_ text: String) {
        guard let value = try? JSON.value(from: text, file: "policy"), let statement = value["Statement"] else {
            return nil
        }
        statements = statement.elements.isEmpty ? [statement] : statement.elements
        guard statements.allSatisfy({ ["Allow", "Deny"].contains($0.text("Effect") ?? "") }) else { return nil }
    }

    /// What it says of an action; nil when it says nothing.
    func word(on action: String, _ resource: String, _ context: [String: [String]]) -> Word? {
        let said = statements.filter { Self.applies($0, action, resource, context) }.map { $0.text("Effect") }
        if said.contains("Deny") { return .deny }
        return said.contains("Allow") ? .allow : nil
    }

    private static func texts(_ value: Value?) -> [String] { value?.text.map { [$0] } ?? value?.texts ?? [] }

    private static func applies(
        _ statement: Value, _ action: String, _ resource: String, _ context: [String: [String]]
    ) -> Bool {
        // Names of actions don't differ by case.
        let name = action.lowercased()
        let actions = texts(statement["Action"]).map { $0.lowercased() }
        let notActions = texts(statement["NotAction"]).map { $0.lowercased() }
        let isNamed =
            statement["NotAction"] == nil
            ? actions.contains { fits(name, $0) } : !notActions.contains { fits(name, $0) }
        let resources = texts(statement["Resource"])
        let notResources = texts(statement["NotResource"])
        let isHere =
            statement["NotResource"] == nil
            ? resources.contains { fits(resource, $0) } : !notResources.contains { fits(resource, $0) }
        return isNamed && isHere
            && (statement["Condition"]?.members ?? Members()).allSatisfy { holds($0.name, $0.value, context) }
    }

    private static func holds(_ condition: String, _ keys: Value, _ context: [String: [String]]) -> Bool {
        keys.members.allSatisfy { key in
            let wanted = texts(key.value)
            let actual = context[key.name.lowercased()] ?? []
            return switch condition {
            case "StringEquals": actual.contains { wanted.contains($0) }
            case "StringNotEquals": !actual.contains { wanted.contains($0) }
            case "StringLike", "ArnLike": actual.contains { value in wanted.contains { fits(value, $0) } }
            case "StringNotLike", "ArnNotLike": !actual.contains { value in wanted.contains { fits(value, $0) } }
            case "StringEqualsIgnoreCase":
                actual.contains { value in wanted.contains { $0.lowercased() == value.lowercased() } }
            default: false
            }
        }
    }

    /// Whether a text fits a pattern of `*` and `?`, in time that grows with the product of their lengths.
    static func fits(_ text: String, _ pattern: String) -> Bool {
        let (text, pattern) = (Array(text.utf8), Array(pattern.utf8))
        var reached = [Bool](repeating: false, count: text.count + 1)
        reached[0] = true
        for byte in pattern {
            if byte == UInt8(ascii: "*") {
                if let first = reached.firstIndex(of: true) {
                    for index in first..<reached.count { reached[index] = true }
                }
                continue
            }
            for index in stride(from: text.count, to: 0, by: -1) {
                reached[index] = reached[index - 1] && (byte == UInt8(ascii: "?") || byte == text[index - 1])
            }
            reached[0] = false
        }
        return reached[text.count]
    }
}
