import Values

/// One of AWS's endpoint rules, with the conditions under which it holds.
struct EndpointRule: Sendable {
    struct Condition: Sendable {
        let expression: EndpointExpression
        /// The name under which the rules below find what was worked out.
        let assign: String?
    }

    indirect enum Action: Sendable {
        case endpoint(url: EndpointExpression, properties: EndpointExpression, headers: EndpointExpression)
        case refusal(EndpointExpression)
        case rules([EndpointRule])
    }

    let conditions: [Condition]
    let action: Action

    init(_ definition: Value) throws(EndpointProblem) {
        var conditions: [Condition] = []
        for condition in definition["conditions"]?.elements ?? [] {
            conditions.append(
                Condition(expression: try EndpointExpression(condition), assign: condition.text("assign")))
        }
        self.conditions = conditions
        switch definition.text("type") {
        case "endpoint":
            let endpoint = definition["endpoint"] ?? [:]
            guard let url = endpoint["url"] else { throw .malformed("an endpoint without an address") }
            action = .endpoint(
                url: try EndpointExpression(url), properties: try EndpointExpression(endpoint["properties"] ?? [:]),
                headers: try EndpointExpression(endpoint["headers"] ?? [:]))
        case "error": action = .refusal(try EndpointExpression(definition["error"] ?? ""))
        case "tree": action = .rules(try Self.all(definition["rules"]))
        case let other: throw .malformed("a rule of type \(other ?? "none")")
        }
    }

    static func all(_ definitions: Value?) throws(EndpointProblem) -> [EndpointRule] {
        var rules: [EndpointRule] = []
        for definition in definitions?.elements ?? [] { rules.append(try EndpointRule(definition)) }
        return rules
    }
}
