import HTTPMessages
import Values

/// The walk through a rule set, with the values that are known on the way; what a rule assigns is seen below it only.
struct EndpointEvaluation {
    private let partitions: Partitions
    private var scope: [String: Value]

    init(partitions: Partitions, scope: [String: Value]) {
        self.partitions = partitions
        self.scope = scope
    }

    /// The endpoint of the first rule that holds.
    func first(of rules: [EndpointRule]) throws(EndpointProblem) -> Endpoint? {
        for rule in rules {
            var below = self
            guard try below.holds(rule.conditions) else { continue }
            switch rule.action {
            case .refusal(let words): throw .refused(try below.value(words).text ?? "")
            case .rules(let rules): if let found = try below.first(of: rules) { return found }
            case .endpoint(let url, let properties, let headers):
                let url = try below.value(url).text ?? ""
                guard let address = HTTPAddress(url: url) else { throw .noAddress(url) }
                let fields = try below.value(headers).members
                return Endpoint(
                    url: url, address: address, properties: try below.value(properties),
                    headers: Dictionary(
                        fields.map { ($0.name, $0.value.texts) }, uniquingKeysWith: { first, _ in first }))
            }
        }
        return nil
    }

    private mutating func holds(_ conditions: [EndpointRule.Condition]) throws(EndpointProblem) -> Bool {
        for condition in conditions {
            let value = try self.value(condition.expression)
            if value.isNull || value == .bool(false) { return false }
            if let name = condition.assign { scope[name] = value }
        }
        return true
    }

    /// What an expression comes to; null where there is nothing.
    private func value(_ expression: EndpointExpression) throws(EndpointProblem) -> Value {
        switch expression {
        case .literal(let value): return value
        case .reference(let name): return scope[name] ?? .null
        case .template(let parts):
            var text = ""
            for part in parts {
                switch part {
                case .text(let run): text += run
                case .value(let path):
                    let found = path.dropFirst().reduce(scope[path.first ?? ""] ?? .null) { $0[$1] ?? .null }
                    guard case .string(let one) = found else {
                        throw .malformed("`\(path.joined(separator: "#"))` is no text")
                    }
                    text += one
                }
            }
            return .string(text)
        case .list(let elements):
            var list: [Value] = []
            for element in elements { list.append(try value(element)) }
            return .list(list)
        case .record(let record):
            var members: [(String, Value)] = []
            for (name, one) in record { members.append((name, try value(one))) }
            return .object(Members(members))
        case .call(let function, let expressions):
            var arguments: [Value] = []
            for expression in expressions { arguments.append(try value(expression)) }
            return try call(function, arguments)
        }
    }

    private func call(_ function: EndpointFunction, _ arguments: [Value]) throws(EndpointProblem) -> Value {
        let first = arguments[0]
        switch function {
        case .isSet: return .bool(!first.isNull)
        case .not: return .bool(first.isNull || first == .bool(false))
        case .getAttr: return Self.attribute(first, arguments[1].text ?? "")
        case .stringEquals, .booleanEquals: return .bool(!first.isNull && first == arguments[1])
        case .substring: return Self.substring(first, arguments)
        case .uriEncode: return first.text.map { .string(PercentEncoding.encode($0)) } ?? .null
        case .parseURL: return first.text.flatMap(EndpointURL.parse) ?? .null
        case .isValidHostLabel: return .bool(HostLabel.isValid(first.text, allowsDots: arguments[1] == .bool(true)))
        case .isVirtualHostableBucket:
            return .bool(HostLabel.isBucket(first.text, allowsDots: arguments[1] == .bool(true)))
        case .partition: return first.text.map { partitions.partition(of: $0) } ?? .null
        case .parseARN: return first.text.flatMap(ResourceName.parse) ?? .null
        }
    }

    /// `name`, `name.name`, `name[0]` or `[0]`.
    private static func attribute(_ value: Value, _ path: String) -> Value {
        path.split(separator: ".").reduce(value) { value, part in
            guard let open = part.firstIndex(of: "["), part.hasSuffix("]") else { return value[String(part)] ?? .null }
            let list = open == part.startIndex ? value : value[String(part[..<open])] ?? .null
            guard let index = Int(part[part.index(after: open)...].dropLast()), list.elements.indices.contains(index)
            else { return .null }
            return list.elements[index]
        }
    }

    /// From `start` up to `stop`, counted from the end when so asked; null when the text is too short or not ASCII.
    private static func substring(_ value: Value, _ arguments: [Value]) -> Value {
        guard let text = value.text, let start = arguments[1].number, let stop = arguments[2].number else {
            return .null
        }
        let bytes = Array(text.utf8)
        guard start >= 0, start < stop, stop <= bytes.count, bytes.allSatisfy({ $0 < 0x80 }) else { return .null }
        let range = arguments[3] == .bool(true) ? bytes.count - stop..<bytes.count - start : start..<stop
        return .string(String(decoding: bytes[range], as: UTF8.self))
    }
}
