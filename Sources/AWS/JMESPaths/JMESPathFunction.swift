import Documents
import Values

/// The functions that an expression may call.
enum JMESPathFunction: String, Sendable, Hashable, CaseIterable {
    case length, contains, keys, values, join, sort, reverse, type, max, min, sum
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
        case .notNull: nil
        default: 1
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

    private var refusal: JMESPathProblem {
        JMESPathProblem(message: "\(rawValue) is given what it does not take", offset: 0)
    }

    private func text2(_ value: Value) throws(JMESPathProblem) -> String {
        guard let text = value.text else { throw refusal }
        return text
    }

    /// All numbers, or all texts.
    private func ordered(_ elements: [Value]) throws(JMESPathProblem) -> [Value] {
        let numbers = elements.compactMap { one in one.numeric.map { (one, $0) } }
        if numbers.count == elements.count { return numbers.sorted { $0.1 < $1.1 }.map(\.0) }
        let texts = elements.compactMap(\.text)
        guard texts.count == elements.count else { throw refusal }
        return texts.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }.map(Value.string)
    }

    private func sum(_ elements: [Value]) throws(JMESPathProblem) -> Value {
        let numbers = elements.compactMap(\.numeric)
        guard numbers.count == elements.count else { throw refusal }
        let sum = numbers.reduce(0, +)
        return sum == sum.rounded() && abs(sum) < 9e15 ? .int(Int(sum)) : .double(sum)
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
