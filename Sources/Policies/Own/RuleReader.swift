public import Diagnostics
import Documents

/// Reads a file of rules; docs/policy.md describes it.
public struct RuleReader: Sendable {
    /// The rules; empty when anything is wrong.
    public let rules: [OwnRule]
    /// Everything that is wrong, in the order of the file.
    public let problems: [Diagnostic]

    public init(_ bytes: [UInt8], file: String) {
        var reading = RuleReading(file: file)
        var rules: [OwnRule] = []
        do throws(Diagnostic) {
            let document = try JSONReader.read(bytes, file: file)
            reading.problems = document.duplicates
            rules = reading.rules(document.root)
        } catch {
            reading.problems = [error]
        }
        problems = reading.problems.sorted {
            ($0.location?.line ?? 0, $0.location?.column ?? 0) < ($1.location?.line ?? 0, $1.location?.column ?? 0)
        }
        self.rules = problems.isEmpty ? rules : []
    }
}

/// The state of reading a file of rules: it goes on behind a problem, to tell all of them at once.
struct RuleReading {
    let file: String
    var problems: [Diagnostic] = []

    init(file: String) { self.file = file }

    mutating func problem(_ code: String, _ message: String, _ position: Position, hint: String = "") {
        problems.append(
            Diagnostic(
                code, message,
                at: Location(file: file, line: position.line, column: position.column), hint: hint))
    }

    /// The members of an object that may have these and no others.
    mutating func members(_ node: Node, _ what: String, _ names: [String]) -> [String: Node]? {
        guard case .object(let members) = node.content else {
            problem("rules.wrongType", "\(what) is an object, not \(node.typeName).", node.position)
            return nil
        }
        var found: [String: Node] = [:]
        for member in members {
            guard names.contains(member.name) else {
                let near = Suggestion.nearest(to: member.name, among: names)
                problem(
                    "rules.unknownField", "\(what) has no `\(member.name)`.", member.position,
                    hint: near.map { "Did you mean `\($0)`?" } ?? "It may have \(names.joined(separator: ", ")).")
                continue
            }
            found[member.name] = member.value
        }
        return found
    }

    mutating func text(_ members: [String: Node], _ name: String, of node: Node, isRequired: Bool = true) -> String? {
        guard let value = members[name] else {
            if isRequired { problem("rules.missing", "`\(name)` is missing.", node.position) }
            return nil
        }
        guard case .string(let text) = value.content, !text.isEmpty else {
            problem("rules.wrongType", "`\(name)` is a text that is not empty, not \(value.typeName).", value.position)
            return nil
        }
        return text
    }

    mutating func rules(_ root: Node) -> [OwnRule] {
        guard let members = members(root, "A file of rules", ["version", "rules"]) else { return [] }
        if case .number("1")? = members["version"]?.content {
        } else {
            problem("rules.version", "`version` must be 1.", members["version"]?.position ?? root.position)
        }
        guard case .array(let nodes)? = members["rules"]?.content else {
            problem("rules.missing", "`rules` must be a list.", members["rules"]?.position ?? root.position)
            return []
        }
        var codes: Set<String> = []
        return nodes.compactMap { node in
            guard let rule = rule(node) else { return nil }
            if !codes.insert(rule.rule.code).inserted {
                problem("rules.duplicateCode", "Another rule has the code \(rule.rule.code).", node.position)
            }
            return rule
        }
    }

    private mutating func rule(_ node: Node) -> OwnRule? {
        let names = ["code", "severity", "demand", "remedy", "each", "when", "require", "message"]
        guard let members = members(node, "A rule", names) else { return nil }
        let code = code(members, node)
        let severity = choice(members, "severity", Finding.Severity.self, standard: .error)
        let subject = choice(members, "each", OwnRule.Subject.self, standard: .step)
        let demand = text(members, "demand", of: node)
        let remedy = text(members, "remedy", of: node, isRequired: false)
        let when = members["when"].flatMap { predicate($0, subject.shape, "a \(subject.rawValue)") }
        let message = message(members, demand ?? "", subject)
        guard let wanted = members["require"] else {
            problem("rules.missing", "`require` is missing.", node.position, hint: "It says what must hold.")
            return nil
        }
        guard let require = predicate(wanted, subject.shape, "a \(subject.rawValue)"), let code, let demand else {
            return nil
        }
        return OwnRule(
            rule: Rule(code, severity, demand, remedy ?? "Change the spec, or let it be by a waiver."),
            subject: subject, when: when, require: require, message: message)
    }

    private mutating func code(_ members: [String: Node], _ node: Node) -> String? {
        guard let code = text(members, "code", of: node) else { return nil }
        let parts = code.split(separator: ".", omittingEmptySubsequences: false)
        let isWord = parts.allSatisfy { part in
            !part.isEmpty
                && part.unicodeScalars.allSatisfy {
                    $0.isASCII && ($0.properties.isAlphabetic || $0 == "-" || ("0"..."9").contains($0))
                }
        }
        guard parts.count >= 2, isWord, parts[0] != "policy", parts[0] != "rules" else {
            problem(
                "rules.code", "`\(code)` can't be the code of a rule of your own.",
                members["code"]?.position ?? node.position,
                hint: "Two words with a dot between them, such as acme.noPublicAddress; policy. is the program's own.")
            return nil
        }
        return code
    }

    private mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ members: [String: Node], _ name: String, _ type: Choice.Type, standard: Choice
    ) -> Choice where Choice.RawValue == String {
        guard let node = members[name] else { return standard }
        if case .string(let text) = node.content, let choice = Choice(rawValue: text) { return choice }
        problem(
            "rules.value", "`\(name)` is one of \(type.allCases.map(\.rawValue).joined(separator: ", ")).",
            node.position)
        return standard
    }

    /// `{path}` in a message stands for a value.
    private mutating func message(_ members: [String: Node], _ demand: String, _ subject: OwnRule.Subject)
        -> OwnRule.Message
    {
        guard let node = members["message"], case .string(let text) = node.content else {
            if let node = members["message"] {
                problem("rules.wrongType", "`message` is a text, not \(node.typeName).", node.position)
            }
            return OwnRule.Message(parts: [.text("It breaks the rule: \(demand)")])
        }
        var parts: [OwnRule.Message.Part] = []
        for (index, piece) in text.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
            guard index > 0 else {
                parts.append(.text(String(piece)))
                continue
            }
            guard let end = piece.firstIndex(of: "}") else {
                problem("rules.path", "`}` is missing in the message.", node.position)
                continue
            }
            if let path = path(String(piece[..<end]), node.position, subject.shape, "a \(subject.rawValue)") {
                parts.append(.value(path.path))
            }
            parts.append(.text(String(piece[piece.index(after: end)...])))
        }
        return OwnRule.Message(parts: parts)
    }
}
