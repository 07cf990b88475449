import Diagnostics

/// The words of a command line: positional ones, options with values, and flags.
struct Options {
    /// Options that take a value.
    static let valued: Set<String> = [
        "state", "cloud", "provider", "out", "target", "exclude", "replace", "allow-destroy", "parallelism", "speed",
        "set", "var-file", "lock-timeout", "wait", "refresh", "times", "code", "region", "to", "platform",
    ]
    static let flags: Set<String> = [
        "yes", "json", "detailed-exitcode", "refresh-only", "through-phases", "no-color", "verbose", "help", "stage",
    ]

    private(set) var words: [String] = []
    private var values: [String: [String]] = [:]
    private var set: Set<String> = []

    /// - Throws: `UsageFailure` for an option that doesn't exist or lacks its value.
    init(_ arguments: [String]) throws(UsageFailure) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--"), word.count > 2 else {
                if word == "--" {
                    words += rest
                    return
                }
                if word == "-h" {
                    set.insert("help")
                } else if word == "-v" {
                    set.insert("verbose")
                } else {
                    words.append(word)
                }
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if Self.valued.contains(name) {
                guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() else {
                    throw UsageFailure("--\(name) needs a value.")
                }
                values[name, default: []].append(value)
            } else if Self.flags.contains(name), parts.count == 1 {
                set.insert(name)
            } else {
                let near = Suggestion.nearest(to: name, among: Self.valued.union(Self.flags))
                throw UsageFailure("There is no option --\(name)." + (near.map { " Did you mean --\($0)?" } ?? ""))
            }
        }
    }

    func has(_ flag: String) -> Bool { set.contains(flag) }
    func value(_ name: String) -> String? { values[name]?.last }
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// These options with more values and flags.
    func laying(_ more: [(name: String, value: String)], flags: [String]) -> Options {
        var options = self
        for (name, value) in more { options.values[name, default: []].append(value) }
        options.set.formUnion(flags)
        return options
    }

    func number(_ name: String, _ standard: Int, in range: ClosedRange<Int>) throws(UsageFailure) -> Int {
        guard let text = value(name) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw UsageFailure("--\(name) is a number from \(range.lowerBound) to \(range.upperBound), not `\(text)`.")
        }
        return number
    }
}
