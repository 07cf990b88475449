import Diagnostics

/// What an option's value may be.
public struct ValueForm: Sendable {
    /// What stands for the value in help, for example `PATH`.
    public let placeholder: String
    /// The words among which one is chosen, or that stand for a number; for completion.
    let words: [String]
    let check: @Sendable (String) throws(UsageProblem) -> Void

    /// Any text that is not empty.
    public static func text(_ placeholder: String) -> ValueForm {
        ValueForm(placeholder: placeholder, words: []) { text throws(UsageProblem) in
            guard !text.isEmpty else { throw UsageProblem("\(placeholder) must not be empty") }
        }
    }

    /// One of a few words.
    public static func oneOf(_ words: [String]) -> ValueForm {
        ValueForm(placeholder: words.joined(separator: "|"), words: words) { text throws(UsageProblem) in
            guard words.contains(text) else {
                let near = Suggestion.nearest(to: text, among: words)
                throw UsageProblem(
                    "`\(text)` is not one of \(words.joined(separator: ", "))",
                    hint: near.map { "Did you mean `\($0)`?" } ?? "")
            }
        }
    }

    /// A whole number inside bounds.
    public static func integer(_ placeholder: String, in range: ClosedRange<Int>) -> ValueForm {
        ValueForm(placeholder: placeholder, words: []) { text throws(UsageProblem) in try checkInteger(text, range) }
    }

    /// A whole number inside bounds, or a word instead of it.
    public static func integer(_ placeholder: String, in range: ClosedRange<Int>, or word: String) -> ValueForm {
        ValueForm(placeholder: "\(placeholder)|\(word)", words: [word]) { text throws(UsageProblem) in
            do throws(UsageProblem) {
                if text != word { try checkInteger(text, range) }
            } catch {
                throw UsageProblem(error.message + " or `\(word)`")
            }
        }
    }

    /// A length of time such as `30s`, `5m` or `1h`.
    public static func duration(_ placeholder: String) -> ValueForm {
        ValueForm(placeholder: placeholder, words: []) { text throws(UsageProblem) in
            guard milliseconds(text) != nil else {
                throw UsageProblem("`\(text)` is no length of time", hint: "For example 30s, 5m or 1h.")
            }
        }
    }

    /// How long a duration is; nil for what is none, or not between a second and a year.
    public static func milliseconds(_ duration: String) -> Int? {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let last = duration.last, let unit = units[last], let number = Int(duration.dropLast()),
            (1...31_536_000).contains(number), number * unit <= 31_536_000
        else { return nil }
        return number * unit * 1000
    }

    /// `NAME=VALUE`.
    public static func assignment(_ placeholder: String) -> ValueForm {
        ValueForm(placeholder: placeholder, words: []) { text throws(UsageProblem) in
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw UsageProblem("`\(text)` is not of the form \(placeholder)")
            }
        }
    }

    private static func checkInteger(_ text: String, _ range: ClosedRange<Int>) throws(UsageProblem) {
        guard let number = Int(text), range.contains(number) else {
            throw UsageProblem("`\(text)` is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
    }
}
