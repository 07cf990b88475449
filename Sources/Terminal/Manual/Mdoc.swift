/// Text in mdoc(7): a sentence a line, nothing in it taken for a request.
enum Mdoc {
    private static let width = 78

    /// Lines of text; each sentence begins one.
    static func text(_ text: String) -> [String] {
        sentences(text).flatMap { wrap($0) }
    }

    /// A summary without its full stop, as the line of a name wants it.
    static func phrase(_ text: String) -> String {
        let plain = text.hasSuffix(".") ? String(text.dropLast()) : text
        return escaped(plain.prefix(1).lowercased() + plain.dropFirst())
    }

    /// With what has a meaning at the beginning of a line, or behind a backslash, made harmless.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\e"
            case "\"": escaped += "\\(dq"
            default: escaped.append(character)
            }
        }
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }

    private static func sentences(_ text: String) -> [String] {
        var sentences: [String] = []
        var sentence: [Substring] = []
        for word in text.split(separator: " ") {
            sentence.append(word)
            guard let last = word.last, ".!?:".contains(last), word.count > 2 || last != "." else { continue }
            if last == ":" { continue }
            sentences.append(sentence.joined(separator: " "))
            sentence = []
        }
        return sentence.isEmpty ? sentences : sentences + [sentence.joined(separator: " ")]
    }

    private static func wrap(_ sentence: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in sentence.split(separator: " ").map({ escaped(String($0)) }) {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? word : " " + word
        }
        return lines + (line.isEmpty ? [] : [line])
    }
}
