import Values

/// How two values are compared.
enum JMESPathComparator: String, Sendable, Hashable {
    case equal = "=="
    case unequal = "!="
    case below = "<"
    case belowOrEqual = "<="
    case above = ">"
    case aboveOrEqual = ">="

    /// Null where values have no order. Numbers have one, and, as the AWS CLI has it beyond the specification, texts.
    func compare(_ left: Value, _ right: Value) -> Value {
        switch self {
        case .equal: return .bool(Self.same(left, right))
        case .unequal: return .bool(!Self.same(left, right))
        default: break
        }
        if let left = left.numeric, let right = right.numeric { return order(left < right, left > right) }
        guard let left = left.text?.unicodeScalars, let right = right.text?.unicodeScalars else { return .null }
        return order(left.lexicographicallyPrecedes(right), right.lexicographicallyPrecedes(left))
    }

    private func order(_ isBelow: Bool, _ isAbove: Bool) -> Value {
        switch self {
        case .below: .bool(isBelow)
        case .belowOrEqual: .bool(!isAbove)
        case .above: .bool(isAbove)
        default: .bool(!isBelow)
        }
    }

    /// Equal as JSON, in which 1 and 1.0 are one number.
    static func same(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.list(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy(same)
        case (.object(let left), .object(let right)):
            left.names == right.names && zip(left, right).allSatisfy { same($0.value, $1.value) }
        case (.int, .double), (.double, .int): left.numeric == right.numeric
        default: left == right
        }
    }
}

extension Value {
    /// The number, when this is one.
    var numeric: Double? {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }
}
