public import Values

extension OperationModel {
    /// An input as a log may show it: what the model calls sensitive is hidden, and so is every secret.
    public func redactedInput(_ value: Value) -> Value { redacted(value, input) }

    /// An output as a log may show it.
    public func redactedOutput(_ value: Value) -> Value { redacted(value, output) }

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
