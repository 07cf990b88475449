/// Splits a line into words as a POSIX shell does, with quotes and backslashes and nothing else of a shell; the AWS CLI
/// splits `credential_process` and section names so (Python's `shlex.split`).
enum ShellWords {
    /// The words; nil when a quote or a backslash is left open.
    static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var rest = line[...]
        while let character = rest.popFirst() {
            switch character {
            case " ", "\t", "\r", "\n", "\r\n":
                if let complete = word { words.append(complete) }
                word = nil
            case "\\":
                guard let next = rest.popFirst() else { return nil }
                word = (word ?? "") + String(next)
            case "'":
                guard let end = rest.firstIndex(of: "'") else { return nil }
                word = (word ?? "") + rest[..<end]
                rest = rest[rest.index(after: end)...]
            case "\"":
                guard let quoted = quoted(&rest) else { return nil }
                word = (word ?? "") + quoted
            default: word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return words
    }

    /// The text up to the closing `"`; inside, a backslash counts only before `"` and itself.
    private static func quoted(_ rest: inout Substring) -> String? {
        var text = ""
        while let character = rest.popFirst() {
            if character == "\"" { return text }
            if character == "\\", let next = rest.first, next == "\"" || next == "\\" {
                text.append(next)
                rest = rest.dropFirst()
            } else {
                text.append(character)
            }
        }
        return nil
    }
}
