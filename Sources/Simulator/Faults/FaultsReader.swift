import Diagnostics
import Documents
import Values

/// Makes a mix of a document and says everything that is wrong with it at once.
struct FaultsReader {
    let file: String
    var diagnostics: [Diagnostic] = []

    init(file: String) { self.file = file }

    mutating func mix(_ root: Node) -> FaultMix {
        var mix = FaultMix.none
        mix.name = file
        guard let members = object(root, "the document") else { return mix }
        if !members.contains(where: { $0.name == "version" }) {
            tell("missingField", "the field `version` is missing", root.position, hint: "add \"version\": 1")
        }
        for member in members {
            switch member.name {
            case "version":
                if integer(member.value, "version", 1...1) == nil { continue }
            case "deaths": mix.deaths = deaths(member.value)
            case "calls":
                mix.calls = array(member.value, "calls").compactMap { integer($0, "calls", 0...1000) }
                if mix.calls.isEmpty { mix.calls = [0] }
            case "kinds":
                mix.kinds = array(member.value, "kinds").compactMap { kind($0, among: FaultMix.callKinds) }
            case "chances":
                for chance in object(member.value, "chances") ?? [] {
                    guard let kind = kind(chance.name, chance.position, among: FaultMix.chanceKinds) else { continue }
                    mix.chances[kind] = integer(chance.value, "chances.\(chance.name)", 0...1000) ?? 0
                }
            default:
                unknown(member.name, member.position, among: ["version", "deaths", "calls", "kinds", "chances"])
            }
        }
        return mix
    }

    private mutating func deaths(_ node: Node) -> ClosedRange<Int> {
        let numbers = array(node, "deaths").compactMap { integer($0, "deaths", 0...20) }
        guard numbers.count == 2, numbers[0] <= numbers[1] else {
            tell(
                "wrongValue", "deaths must be the least and the greatest number of deaths", node.position,
                hint: "for example [0, 2]")
            return 0...0
        }
        return numbers[0]...numbers[1]
    }

    private mutating func tell(_ code: String, _ message: String, _ position: Position, hint: String = "") {
        diagnostics.append(
            Diagnostic(
                "faults.\(code)", message,
                at: Location(file: file, line: position.line, column: position.column), hint: hint))
    }

    private mutating func unknown(_ name: String, _ position: Position, among names: [String]) {
        let near = Suggestion.nearest(to: name, among: names)
        tell(
            "unknownField", "there is no `\(name.shown)` here", position,
            hint: near.map { "did you mean `\($0)`?" } ?? "it may be \(names.joined(separator: ", "))")
    }

    private mutating func object(_ node: Node, _ name: String) -> [Node.Member]? {
        if case .object(let members) = node.content { return members }
        tell("wrongType", "\(name) must be an object, not \(node.typeName)", node.position)
        return nil
    }

    private mutating func array(_ node: Node, _ name: String) -> [Node] {
        if case .array(let elements) = node.content { return elements }
        tell("wrongType", "\(name) must be an array, not \(node.typeName)", node.position)
        return []
    }

    private mutating func integer(_ node: Node, _ name: String, _ range: ClosedRange<Int>) -> Int? {
        if case .number(let text) = node.content, let number = Int(text), range.contains(number) { return number }
        tell(
            "wrongValue", "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)",
            node.position)
        return nil
    }

    private mutating func kind(_ node: Node, among kinds: [Mishap.Kind]) -> Mishap.Kind? {
        guard case .string(let text) = node.content else {
            tell("wrongType", "a kind of fault must be a string, not \(node.typeName)", node.position)
            return nil
        }
        return kind(text, node.position, among: kinds)
    }

    private mutating func kind(_ name: String, _ position: Position, among kinds: [Mishap.Kind]) -> Mishap.Kind? {
        if let kind = Mishap.Kind(rawValue: name), kinds.contains(kind) { return kind }
        unknown(name, position, among: kinds.map(\.rawValue))
        return nil
    }
}
