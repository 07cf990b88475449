import Values

/// Hides secrets by the names of AWS's members, for callers that hand one over as plain text.
enum Redaction {
    private static let secretMembers: Set<String> = [
        "SecretString", "SecretBinary", "RandomPassword", "MasterUserPassword", "AuthToken", "Password", "Passwords",
        "SecretAccessKey", "SessionToken", "Plaintext", "authorizationToken",
    ]

    static func redacted(_ value: Value) -> Value {
        switch value {
        case .list(let elements): .list(elements.map(redacted))
        case .object(let members):
            .object(
                Members(
                    sorted: members.pairs.map {
                        .init(name: $0.name, value: secretMembers.contains($0.name) ? "***" : redacted($0.value))
                    }))
        default: value
        }
    }
}
