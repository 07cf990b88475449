import Documents
import Values

/// The way from a plan, a stage or a step to a value in it: `properties.Tags[0].Key`, `tags["team.name"]`; empty for the
/// whole of it.
struct RulePath: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case member(String)
        case element(Int)
    }

    /// What is wrong with a path, and behind how many characters.
    struct Problem: Error {
        let message: String
        let offset: Int
    }

    let parts: [Part]
    /// As it was written.
    let text: String

    init(_ text: String) throws(Problem) {
        let characters = Array(text)
        var parts: [Part] = []
        var at = 0
        func wrong(_ message: String) -> Problem { Problem(message: message, offset: at) }
        while at < characters.count {
            if characters[at] == "[" {
                at += 1
                let isName = at < characters.count && characters[at] == "\""
                if isName { at += 1 }
                let start = at
                while at < characters.count, characters[at] != (isName ? "\"" : "]") { at += 1 }
                let inside = String(characters[start..<at])
                if isName { at += 1 }
                guard at < characters.count, characters[at] == "]" else { throw wrong("`]` is missing") }
                at += 1
                if isName {
                    parts.append(.member(inside))
                } else {
                    guard let index = Int(inside), index >= 0 else {
                        throw wrong("`[\(inside)]` is neither an element such as [0] nor a member such as [\"a.b\"]")
                    }
                    parts.append(.element(index))
                }
            } else {
                if !parts.isEmpty {
                    guard characters[at] == "." else { throw wrong("a dot is missing") }
                    at += 1
                }
                let start = at
                while at < characters.count, !".[".contains(characters[at]) { at += 1 }
                guard at > start else { throw wrong("a member's name is missing") }
                parts.append(.member(String(characters[start..<at])))
            }
        }
        self.parts = parts
        self.text = text
    }

    /// The value there; nil for nothing.
    func value(in root: Value) -> Value? {
        var value = root
        for part in parts {
            switch part {
            case .member(let name):
                guard let next = value[name] else { return nil }
                value = next
            case .element(let index):
                let elements = value.elements
                guard elements.indices.contains(index) else { return nil }
                value = elements[index]
            }
        }
        return value
    }
}
