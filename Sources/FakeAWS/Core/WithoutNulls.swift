import Values

extension Value {
    /// The same without members that are null, at every depth: AWS leaves out what has no value.
    var withoutNulls: Value { hasNulls ? leavingOutNulls : self }

    private var hasNulls: Bool {
        switch self {
        case .list(let elements): elements.contains(where: \.hasNulls)
        case .object(let members): members.pairs.contains { $0.value.isNull || $0.value.hasNulls }
        default: false
        }
    }

    private var leavingOutNulls: Value {
        switch self {
        case .list(let elements): .list(elements.map(\.withoutNulls))
        case .object(let members):
            .object(
                Members(
                    sorted: members.pairs.compactMap {
                        $0.value.isNull ? nil : .init(name: $0.name, value: $0.value.withoutNulls)
                    }))
        default: self
        }
    }
}
