/// The regular expressions by which partitions know regions that came after their list.
///
/// They are of one form, such as `^(us|eu)\-\w+\-\d+$`: literal text, alternatives in parentheses, and runs of letters
/// or digits. That form is read here, so that no expression engine is needed.
struct RegionPattern: Sendable, Hashable {
    private enum Part: Hashable {
        case alternatives([String])
        case letters, digits
    }

    private var parts: [Part] = []

    /// Nil for an expression of another form.
    init?(_ expression: String) {
        guard expression.hasPrefix("^"), expression.hasSuffix("$") else { return nil }
        var rest = expression.dropFirst().dropLast()
        while let character = rest.popFirst() {
            switch character {
            case "(":
                guard let end = rest.firstIndex(of: ")") else { return nil }
                parts.append(.alternatives(rest[..<end].split(separator: "|").map(String.init)))
                rest = rest[rest.index(after: end)...]
            case "\\":
                guard let escaped = rest.popFirst() else { return nil }
                if escaped == "w" || escaped == "d" {
                    guard rest.popFirst() == "+" else { return nil }
                    parts.append(escaped == "w" ? .letters : .digits)
                } else {
                    parts.append(.alternatives([String(escaped)]))
                }
            case "a"..."z", "-": parts.append(.alternatives([String(character)]))
            default: return nil
            }
        }
    }

    func matches(_ region: String) -> Bool {
        var rest = Substring(region)
        for part in parts {
            switch part {
            case .alternatives(let texts):
                guard let text = texts.first(where: { rest.hasPrefix($0) }) else { return false }
                rest = rest.dropFirst(text.count)
            case .letters, .digits:
                let run = rest.prefix { character in
                    character.isASCII
                        && (character.isNumber || part == .letters && (character.isLetter || character == "_"))
                }
                guard !run.isEmpty else { return false }
                rest = rest[run.endIndex...]
            }
        }
        return rest.isEmpty
    }
}
