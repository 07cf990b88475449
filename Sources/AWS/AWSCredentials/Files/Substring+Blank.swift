extension Character {
    /// A space or tab, or what else is white but no line break.
    var isBlank: Bool { self == " " || self == "\t" || self == "\u{0B}" || self == "\u{0C}" }
}

extension StringProtocol {
    /// Without blanks and line breaks around it.
    var trimmed: SubSequence {
        var rest = self[...]
        while let first = rest.first, first.isBlank || first.isNewline { rest = rest.dropFirst() }
        while let last = rest.last, last.isBlank || last.isNewline { rest = rest.dropLast() }
        return rest
    }
}

extension String {
    /// The same with a capital first letter, to begin a sentence.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
