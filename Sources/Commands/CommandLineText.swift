import Terminal

/// The command line that goes on with a run, for people to copy.
enum CommandLineText {
    /// Options that say where things are and what is wanted; how it is shown is left out.
    private static let repeated = [
        "to", "state", "cloud", "set", "var-file", "target", "exclude", "replace", "allow-destroy", "lost", "refresh",
    ]
    private static let flags = ["through-phases", "abandon", "planned", "accept-unknown-loss"]

    static func of(_ verb: String, _ word: String, _ options: Options) -> String {
        var words = ["reconcile", verb, quoted(word)]
        for name in repeated { for value in options.all(name) { words += ["--\(name)", quoted(value)] } }
        words += flags.filter { options.has($0) }.map { "--\($0)" }
        return words.joined(separator: " ")
    }

    /// As a POSIX shell reads it back.
    static func quoted(_ word: String) -> String {
        let plain = word.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || "-_./:=,@+".contains($0) }
        guard !plain || word.isEmpty else { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// The words of a line that `of` made.
    static func words(of line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        var isEscaped = false
        for character in line {
            if isEscaped {
                word.append(character)
                isEscaped = false
            } else if character == "'" {
                isQuoted.toggle()
            } else if character == "\\", !isQuoted {
                isEscaped = true
            } else if character == " ", !isQuoted {
                words.append(word)
                word = ""
            } else {
                word.append(character)
            }
        }
        return line.isEmpty ? [] : words + [word]
    }
}
