public import Values

extension OperationModel {
    /// An input as a log may show it: what the model calls sensitive is hidden, and so is every secret.
    public func redactedInput(_ value: Value) -> Value { redacted(value, input) }

    /// An output as a log may show it.
    public func redactedOutput(_ value: Value) -> Value { redacted(value, output) }

    /// An input of the same form in which everything sensitive is replaced by something that can still be encoded.
    public func maskedInput(_ value: Value) -> Value { input.map { masked(value, $0, isHidden: false) } ?? value }

    private func masked(_ value: Value, _ reference: ShapeReference, isHidden: Bool) -> Value {
        let isHidden = isHidden || reference.traits.isSensitive || reference.traits.isSecret
        switch (self[reference].kind, value) {
        case (.structure(let structure), .object(let members)):
            return .object(
                Members(
                    members.map { pair in
                        let member = structure.member(pair.name)
                        return (pair.name, member.map { masked(pair.value, $0.reference, isHidden: isHidden) } ?? "***")
                    }))
        case (.list(let element), .list(let elements)):
            return .list(elements.map { masked($0, element, isHidden: isHidden) })
        case (.map(_, let entry), .object(let members)):
            return .object(Members(members.map { ($0.name, masked($0.value, entry, isHidden: isHidden)) }))
        case (.blob, _) where isHidden || value.isSecretText: return "Kioq"  // *** in base64
        case (.string, _) where isHidden || value.isSecretText: return "***"
        case (.integer, _) where isHidden, (.long, _) where isHidden, (.double, _) where isHidden,
            (.float, _) where isHidden:
            return 0
        case (.boolean, _) where isHidden: return false
        case (.timestamp, _) where isHidden: return "1970-01-01T00:00:00Z"
        default: return value
        }
    }

    private func redacted(_ value: Value, _ reference: ShapeReference?) -> Value {
        guard let reference else { return value }
        if reference.traits.isSensitive || reference.traits.isSecret { return .sensitive(Sensitive("")) }
        switch (self[reference].kind, value) {
        case (.structure(let structure), .object(let members)):
            return .object(
                Members(
                    members.map { pair in
                        // What the model doesn't know may be anything.
                        let member = structure.member(pair.name)
                        let hidden = Value.sensitive(Sensitive(""))
                        return (
                            pair.name,
                            member.map { redacted(pair.value, $0.reference) }
                                ?? (structure.isDocument ? pair.value : hidden)
                        )
                    }))
        case (.list(let element), .list(let elements)): return .list(elements.map { redacted($0, element) })
        case (.map(_, let entry), .object(let members)):
            return .object(Members(members.map { ($0.name, redacted($0.value, entry)) }))
        default: return value
        }
    }
}

extension Value {
    /// Whether this is text that must not be seen, whatever a model says of it.
    fileprivate var isSecretText: Bool { if case .sensitive = self { true } else { false } }
}
