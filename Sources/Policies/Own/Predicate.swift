import Values

/// What can be true of a plan, a stage, a step, or something in them.
indirect enum Predicate: Sendable, Hashable {
    case all([Predicate])
    case any([Predicate])
    case not(Predicate)
    /// A test of the value at a path.
    case value(RulePath, Test)

    enum Test: Sendable, Hashable {
        case equals(Value)
        case isIn([Value])
        /// `*` stands for any characters.
        case like(String)
        case compares(Comparison, Double)
        /// A list has such an element, or a text such a part.
        case contains(Value)
        case exists(Bool)
        /// Of a list's elements, or an object's members.
        case count(Comparison, Double)
        case some(Predicate)
        case every(Predicate)
        /// Whether it is known only during the run: another resource's attribute, or a secret.
        case isUnknown(Bool)
    }

    enum Comparison: String, Sendable, Hashable, CaseIterable {
        case equals, lessThan, atMost, atLeast, moreThan

        func holds(_ left: Double, _ right: Double) -> Bool {
            switch self {
            case .equals: left == right
            case .lessThan: left < right
            case .atMost: left <= right
            case .atLeast: left >= right
            case .moreThan: left > right
            }
        }
    }

    /// What is not there, is of another type, or is not known yet makes every test false but those that ask for it.
    func holds(for value: Value) -> Bool {
        switch self {
        case .all(let parts): parts.allSatisfy { $0.holds(for: value) }
        case .any(let parts): parts.contains { $0.holds(for: value) }
        case .not(let part): !part.holds(for: value)
        case .value(let path, let test): Self.passes(test, path.value(in: value))
        }
    }

    private static func passes(_ test: Test, _ found: Value?) -> Bool {
        let value = found.flatMap { $0.isNull ? nil : $0 }
        if case .exists(let wanted) = test { return (value != nil) == wanted }
        guard let value else { return false }
        return switch test {
        case .exists: false
        case .equals(let wanted): equal(value, wanted)
        case .isIn(let wanted): wanted.contains { equal(value, $0) }
        case .like(let pattern): value.text.map { Wildcard(pattern).matches($0) } ?? false
        case .compares(let comparison, let limit): value.quantity.map { comparison.holds($0, limit) } ?? false
        case .contains(let wanted): contains(value, wanted)
        case .count(let comparison, let limit): value.count.map { comparison.holds(Double($0), limit) } ?? false
        case .some(let predicate): value.elements.contains { predicate.holds(for: $0) }
        case .every(let predicate): value.elements.allSatisfy { predicate.holds(for: $0) } && value.isList
        case .isUnknown(let wanted): value.isOpen == wanted
        }
    }

    private static func equal(_ left: Value, _ right: Value) -> Bool {
        if let left = left.quantity, let right = right.quantity { return left == right }
        return left == right
    }

    private static func contains(_ value: Value, _ wanted: Value) -> Bool {
        if let text = value.text, let part = wanted.text { return text.contains(part) }
        return value.elements.contains { equal($0, wanted) }
    }
}

extension Value {
    fileprivate var quantity: Double? {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    fileprivate var isList: Bool { if case .list = self { true } else { false } }

    fileprivate var count: Int? {
        switch self {
        case .list(let elements): elements.count
        case .object(let members): members.count
        default: nil
        }
    }

    /// Whether it is known only during the run.
    fileprivate var isOpen: Bool {
        switch self {
        case .reference, .secret, .template, .sensitive: true
        default: false
        }
    }
}
