import AWSModels
import Values

/// Hides secrets by the names of AWS's members, for callers that hand one over as plain text.
enum Redaction {
    static func redacted(_ value: Value) -> Value {
        switch value {
        case .list(let elements): .list(elements.map(redacted))
        case .object(let members):
            .object(
                Members(
                    sorted: members.pairs.map {
                        .init(name: $0.name, value: isSecret($0.name, in: members) ? "***" : redacted($0.value))
                    }))
        default: value
        }
    }

    /// A parameter of SSM is a secret where it says so.
    private static func isSecret(_ name: String, in members: Members) -> Bool {
        SecretMembers.names.contains(name) || name == "Value" && members["Type"] == "SecureString"
    }
}
