/// Turns one word of the command line into a typed value.
public struct ValueParser<Value: Sendable>: Sendable {
    /// What stands for the value in help, for example `PATH`.
    public let placeholder: String
    /// All allowed words, where there are few; for did-you-mean.
    public let candidates: [String]
    let parse: @Sendable (String) throws(UsageProblem) -> Value

    public init(
        _ placeholder: String, candidates: [String] = [],
        parse: @escaping @Sendable (String) throws(UsageProblem) -> Value
    ) {
        self.placeholder = placeholder
        self.candidates = candidates
        self.parse = parse
    }
}

extension ValueParser where Value == String {
    /// Any text that is not empty.
    public static func text(_ placeholder: String) -> ValueParser {
        ValueParser(placeholder) { text throws(UsageProblem) in
            guard !text.isEmpty else { throw UsageProblem("\(placeholder) must not be empty") }
            return text
        }
    }

    /// One of a few words.
    public static func oneOf(_ words: [String]) -> ValueParser {
        ValueParser(words.joined(separator: "|"), candidates: words) { text throws(UsageProblem) in
            guard words.contains(text) else {
                throw UsageProblem("`\(text)` is not one of \(words.joined(separator: ", "))")
            }
            return text
        }
    }
}

extension ValueParser where Value == Int {
    /// A whole number inside bounds.
    public static func integer(_ placeholder: String, in range: ClosedRange<Int>) -> ValueParser {
        ValueParser(placeholder) { text throws(UsageProblem) in
            guard let number = Int(text), range.contains(number) else {
                throw UsageProblem(
                    "`\(text)` is not a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
    }

    /// A length of time in seconds: `90`, `90s`, `5m` or `1h`.
    public static var seconds: ValueParser {
        ValueParser("TIME") { text throws(UsageProblem) in
            let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
            let factor = text.last.flatMap { units[$0] }
            let digits = factor == nil ? text : String(text.dropLast())
            guard let number = Int(digits), (0...1_000_000).contains(number) else {
                throw UsageProblem("`\(text)` is not a time such as 90s, 5m or 1h")
            }
            return number * (factor ?? 1)
        }
    }
}

extension ValueParser where Value == Bool {
    /// `true` or `false`.
    public static var boolean: ValueParser {
        ValueParser("true|false", candidates: ["true", "false"]) { text throws(UsageProblem) in
            switch text {
            case "true": return true
            case "false": return false
            default: throw UsageProblem("`\(text)` is not true or false")
            }
        }
    }
}
