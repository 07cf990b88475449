import Values

/// A value in AWS's endpoint rules that is worked out.
indirect enum EndpointExpression: Sendable {
    case literal(Value)
    case reference(String)
    /// Text with values in it; a value may be an attribute, as in `{url#authority}`.
    case template([Part])
    case call(EndpointFunction, [EndpointExpression])
    case list([EndpointExpression])
    case record([(name: String, value: EndpointExpression)])

    enum Part: Sendable {
        case text(String)
        case value([String])
    }

    init(_ definition: Value) throws(EndpointProblem) {
        switch definition {
        case .string(let text): self = try Self.text(text)
        case .object(let members):
            if let name = definition.text("ref") {
                self = .reference(name)
            } else if let name = definition.text("fn") {
                guard let function = EndpointFunction(rawValue: name) else {
                    throw .malformed("no function is called \(name)")
                }
                var arguments: [EndpointExpression] = []
                for argument in definition["argv"]?.elements ?? [] {
                    arguments.append(try EndpointExpression(argument))
                }
                guard arguments.count == function.arity else { throw .malformed("\(name) has not its arguments") }
                self = .call(function, arguments)
            } else {
                var record: [(name: String, value: EndpointExpression)] = []
                for pair in members { record.append((pair.name, try EndpointExpression(pair.value))) }
                self = .record(record)
            }
        case .list(let elements):
            var list: [EndpointExpression] = []
            for element in elements { list.append(try EndpointExpression(element)) }
            self = .list(list)
        default: self = .literal(definition)
        }
    }

    /// `{name}` and `{name#attribute}` stand for values, `{{` and `}}` for braces.
    private static func text(_ text: String) throws(EndpointProblem) -> EndpointExpression {
        guard text.contains(where: { "{}".contains($0) }) else { return .literal(.string(text)) }
        var parts: [Part] = []
        var run = ""
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                run.append(character)
                rest.removeFirst()
            case "{":
                guard let end = rest.firstIndex(of: "}") else { throw .malformed("a brace is open in `\(text)`") }
                parts.append(.text(run))
                parts.append(.value(rest[..<end].split(separator: "#").map(String.init)))
                run = ""
                rest = rest[rest.index(after: end)...]
            default: run.append(character)
            }
        }
        parts.append(.text(run))
        return .template(parts)
    }
}
