import Documents
import Values

/// The functions that an expression may call.
enum JMESPathFunction: String, Sendable, Hashable, CaseIterable {
    case abs, avg, ceil, contains, floor, join, keys, length, map, max, merge, min, reverse, sort, sum, type, values
    case maxBy = "max_by"
    case minBy = "min_by"
    case sortBy = "sort_by"
    case startsWith = "starts_with"
    case endsWith = "ends_with"
    case notNull = "not_null"
    case toString = "to_string"
    case toNumber = "to_number"
    case toArray = "to_array"

    /// How many arguments it takes; nil for one or more.
    var arity: Int? {
        switch self {
        case .contains, .startsWith, .endsWith, .join: 2
        case .notNull, .merge: nil
        default: 1
        }
    }

    /// Where among its arguments the expression stands that it applies to each element; nil when it takes none.
    var expressionPlace: Int? {
        switch self {
        case .map: 0
        case .maxBy, .minBy, .sortBy: 1
        default: nil
        }
    }

    func call(_ arguments: [Value]) throws(JMESPathProblem) -> Value {
        let first = arguments[0]
        switch (self, first) {
        case (.length, .string(let text)): return .int(text.unicodeScalars.count)
        case (.length, .list(let elements)): return .int(elements.count)
        case (.length, .object(let members)): return .int(members.count)
        case (.contains, .string(let text)):
            guard case .string(let part) = arguments[1] else { return false }
            return .bool(part.isEmpty || text.utf8.firstRange(of: Array(part.utf8)) != nil)
        case (.contains, .list(let elements)):
            return .bool(elements.contains { JMESPathComparator.same($0, arguments[1]) })
        case (.startsWith, .string(let text)): return .bool(text.utf8.starts(with: try text2(arguments[1]).utf8))
        case (.endsWith, .string(let text)):
            return .bool(text.utf8.reversed().starts(with: try text2(arguments[1]).utf8.reversed()))
        case (.keys, .object(let members)): return .strings(members.names)
        case (.values, .object(let members)): return .list(members.map(\.value))
        case (.join, .string(let separator)):
            guard case .list(let elements) = arguments[1], elements.allSatisfy({ $0.text != nil }) else {
                throw refusal
            }
            return .string(arguments[1].texts.joined(separator: separator))
        case (.reverse, .list(let elements)): return .list(elements.reversed())
        case (.reverse, .string(let text)):
            return .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
        case (.sort, .list(let elements)): return .list(try ordered(elements))
        case (.max, .list(let elements)): return try ordered(elements).last ?? .null
        case (.min, .list(let elements)): return try ordered(elements).first ?? .null
        case (.sum, .list(let elements)): return try sum(elements)
        case (.avg, .list(let elements)):
            guard let sum = try sum(elements).numeric else { throw refusal }
            return elements.isEmpty ? .null : .double(sum / Double(elements.count))
        case (.abs, .int(let number)): return number == .min ? .double(-Double(number)) : .int(Swift.abs(number))
        case (.abs, .double(let number)): return .double(Swift.abs(number))
        case (.ceil, .int), (.floor, .int): return first
        case (.ceil, .double(let number)): return whole(number.rounded(.up))
        case (.floor, .double(let number)): return whole(number.rounded(.down))
        case (.merge, _): return try merged(arguments)
        case (.type, _): return .string(name(first))
        case (.notNull, _): return arguments.first { !$0.isNull } ?? .null
        case (.toString, .string), (.toNumber, .int), (.toNumber, .double), (.toArray, .list): return first
        case (.toString, _): return .string(JSON.text(of: first))
        case (.toNumber, .string(let text)): return Int(text).map(Value.int) ?? Double(text).map(Value.double) ?? .null
        case (.toNumber, _): return .null
        case (.toArray, _): return .list([first])
        default: throw refusal
        }
    }

    /// The functions that take an expression.
    /// - Parameter picked: what it picks out of each element.
    func call(_ list: Value, picked: [Value]) throws(JMESPathProblem) -> Value {
        guard case .list(let elements) = list else { throw refusal }
        if self == .map { return .list(picked) }
        let order = try places(picked)
        switch self {
        case .sortBy: return .list(order.map { elements[$0] })
        case .minBy: return order.first.map { elements[$0] } ?? .null
        default:
            // Of equal ones the first.
            guard let last = order.last else { return .null }
            return order.first { JMESPathComparator.same(picked[$0], picked[last]) }.map { elements[$0] } ?? .null
        }
    }

    private var refusal: JMESPathProblem {
        JMESPathProblem(message: "\(rawValue) is given what it does not take", offset: 0)
    }

    private func text2(_ value: Value) throws(JMESPathProblem) -> String {
        guard let text = value.text else { throw refusal }
        return text
    }

    private func ordered(_ elements: [Value]) throws(JMESPathProblem) -> [Value] {
        try places(elements).map { elements[$0] }
    }

    /// The order of values that are all numbers or all texts, as their places; equal ones stay as they are.
    private func places(_ values: [Value]) throws(JMESPathProblem) -> [Int] {
        let numbers = values.compactMap(\.numeric)
        if numbers.count == values.count {
            return values.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
        }
        let texts = values.compactMap(\.text)
        guard texts.count == values.count else { throw refusal }
        return values.indices.sorted { left, right in
            let (one, other) = (texts[left].unicodeScalars, texts[right].unicodeScalars)
            if one.lexicographicallyPrecedes(other) { return true }
            return !other.lexicographicallyPrecedes(one) && left < right
        }
    }

    private func sum(_ elements: [Value]) throws(JMESPathProblem) -> Value {
        let numbers = elements.compactMap(\.numeric)
        guard numbers.count == elements.count else { throw refusal }
        return whole(numbers.reduce(0, +))
    }

    private func merged(_ objects: [Value]) throws(JMESPathProblem) -> Value {
        var merged: Value = [:]
        for object in objects {
            guard case .object = object else { throw refusal }
            merged = merged.merging(object)
        }
        return merged
    }

    /// A whole number as one, where it can be told exactly.
    private func whole(_ number: Double) -> Value {
        number == number.rounded() && Swift.abs(number) < 9e15 ? .int(Int(number)) : .double(number)
    }

    private func name(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .int, .double: "number"
        case .list: "array"
        case .object: "object"
        default: "string"
        }
    }
}
