import Values

/// A rule that somebody wrote over the plan's JSON.
public struct OwnRule: Sendable, Hashable {
    /// Of what in the plan each one is held against the rule.
    enum Subject: String, Sendable, Hashable, CaseIterable {
        case plan, stage, step

        var shape: ValueShape {
            switch self {
            case .plan: PlanShape.plan
            case .stage: PlanShape.stage
            case .step: PlanShape.step
            }
        }
    }

    public let rule: Rule
    let subject: Subject
    /// Which of them the rule is about; nil for all.
    let when: Predicate?
    let require: Predicate
    let message: Message

    /// A sentence with values of the subject in it.
    struct Message: Sendable, Hashable {
        enum Part: Sendable, Hashable {
            case text(String)
            case value(RulePath)
        }

        var parts: [Part]

        func text(for value: Value) -> String {
            parts.map { part in
                switch part {
                case .text(let text): text
                case .value(let path): path.value(in: value).map(Self.words) ?? "nothing"
                }
            }.joined()
        }

        private static func words(_ value: Value) -> String {
            switch value {
            case .string(let text): text
            case .int(let number): "\(number)"
            case .double(let number): "\(number)"
            case .bool(let flag): "\(flag)"
            case .null: "nothing"
            case .list(let elements): elements.map(words).joined(separator: ", ")
            case .object: "an object"
            case .reference, .secret, .template, .sensitive: "what only the run knows"
            }
        }
    }

    /// What breaks the rule.
    /// - Parameter plan: the plan's JSON.
    func findings(in plan: Value) -> [Finding] {
        let subjects: [(address: String, value: Value)] =
            switch subject {
            case .plan: [("plan", plan)]
            case .stage: (plan["stages"]?.elements ?? []).map { ("stages/\($0.text("name") ?? "")", $0) }
            case .step: (plan["steps"]?.elements ?? []).map { ($0.text("address") ?? "", $0) }
            }
        return subjects.compactMap { address, value in
            guard when?.holds(for: value) ?? true, !require.holds(for: value) else { return nil }
            return Finding(rule, address, message.text(for: value))
        }
    }
}
