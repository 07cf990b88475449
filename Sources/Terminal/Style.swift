/// Colours where they are wanted, plain text elsewhere.
public struct Style: Sendable, Hashable {
    /// What a piece of text is, from which its colour follows.
    public enum Role: Sendable, Hashable, CaseIterable {
        case plain, title, aside, good, caution, danger, note
    }

    public let isColored: Bool
    /// Whether signs beyond ASCII can be shown.
    public let isUnicode: Bool

    public init(isColored: Bool, isUnicode: Bool = true) {
        self.isColored = isColored
        self.isUnicode = isUnicode
    }

    /// The text with the colour of its role, by the eight colours that every terminal has.
    public func paint(_ text: String, _ role: Role) -> String {
        let text = isUnicode ? text : Self.plain(text)
        guard isColored, !text.isEmpty, let code = Self.code(role) else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// Our own signs in ASCII; what others wrote stays as it is.
    private static func plain(_ text: String) -> String {
        var plain = ""
        for character in text {
            switch character {
            case "±": plain += "-/+"
            case "…": plain += "~"
            default: plain.append(character)
            }
        }
        return plain
    }

    private static func code(_ role: Role) -> String? {
        switch role {
        case .plain: nil
        case .title: "1"
        case .aside: "2"
        case .good: "32"
        case .caution: "33"
        case .danger: "1;31"
        case .note: "36"
        }
    }
}
