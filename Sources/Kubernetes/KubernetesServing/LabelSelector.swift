import CloudCalls
import Values

/// Which labels are asked for ("Labels and Selectors", Kubernetes documentation).
struct LabelSelector {
    private enum Requirement {
        case isIn(String, Set<String>)
        case isNotIn(String, Set<String>)
        case has(String)
        case lacks(String)
    }

    private let requirements: [Requirement]

    /// - Throws: `BadRequest` for what is no selector.
    init(_ text: String) throws(AWSError) {
        var requirements: [Requirement] = []
        for part in Self.parts(text) {
            guard let requirement = Self.requirement(part) else {
                throw AWSError("BadRequest", "unable to parse requirement: \(part)")
            }
            requirements.append(requirement)
        }
        self.requirements = requirements
    }

    func matches(_ labels: Value) -> Bool {
        requirements.allSatisfy { requirement in
            switch requirement {
            case .isIn(let name, let values): labels.text(name).map(values.contains) ?? false
            // Who lacks the label has none of the values.
            case .isNotIn(let name, let values): !(labels.text(name).map(values.contains) ?? false)
            case .has(let name): labels[name] != nil
            case .lacks(let name): labels[name] == nil
            }
        }
    }

    /// The requirements, between commas that no parentheses hold.
    private static func parts(_ text: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var depth = 0
        for character in text {
            switch character {
            case "(": depth += 1
            case ")": depth -= 1
            default: break
            }
            if character == ",", depth == 0 {
                parts.append(part)
                part = ""
            } else {
                part.append(character)
            }
        }
        return text.isEmpty ? [] : parts + [part]
    }

    private static func requirement(_ text: String) -> Requirement? {
        let text = trimmed(text[...])
        if let open = text.firstIndex(of: "("), text.hasSuffix(")") {
            let words = text[..<open].split(separator: " ").map(String.init)
            let values = Set(text[text.index(after: open)...].dropLast().split(separator: ",").map { trimmed($0) })
            guard words.count == 2, isName(words[0]) else { return nil }
            return switch words[1] {
            case "in": .isIn(words[0], values)
            case "notin": .isNotIn(words[0], values)
            default: nil
            }
        }
        if text.hasPrefix("!"), isName(String(text.dropFirst())) { return .lacks(String(text.dropFirst())) }
        guard let equals = text.firstIndex(of: "=") else { return isName(text) ? .has(text) : nil }
        let isNot = text[..<equals].hasSuffix("!")
        let name = trimmed(isNot ? text[..<equals].dropLast() : text[..<equals])
        var value = text[text.index(after: equals)...]
        if value.hasPrefix("=") { value = value.dropFirst() }
        guard isName(name) else { return nil }
        return isNot ? .isNotIn(name, [trimmed(value)]) : .isIn(name, [trimmed(value)])
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "-_./".utf8.contains(byte)
                }
            }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.hasPrefix(" ") { text = text.dropFirst() }
        while text.hasSuffix(" ") { text = text.dropLast() }
        return String(text)
    }
}
