/// What a command line said, by the names that its grammar declares.
public struct Options: Sendable {
    /// The words without dashes, in order.
    public private(set) var words: [String] = []
    private var values: [String: [String]] = [:]
    private var flags: Set<String> = []

    public init() {}

    /// Whether a flag was given.
    public func has(_ flag: String) -> Bool { flags.contains(flag) }
    /// An option's value; the last one when it was given several times.
    public func value(_ name: String) -> String? { values[name]?.last }
    /// All values of an option that may be repeated, in order.
    public func all(_ name: String) -> [String] { values[name] ?? [] }
    /// The value of an option whose form is a whole number.
    public func number(_ name: String, _ standard: Int) -> Int { value(name).flatMap { Int($0) } ?? standard }

    /// These options with more values and flags.
    public func laying(_ more: [(name: String, value: String)], flags: [String]) -> Options {
        var options = self
        for (name, value) in more { options.add(value, to: name) }
        options.flags.formUnion(flags)
        return options
    }

    /// These options without one that has values.
    public func without(option: String) -> Options {
        var options = self
        options.values[option] = nil
        return options
    }

    /// These options without a flag.
    public func without(flag: String) -> Options {
        var options = self
        options.flags.remove(flag)
        return options
    }

    mutating func add(word: String) { words.append(word) }
    mutating func add(flag: String) { flags.insert(flag) }
    mutating func add(_ value: String, to name: String) { values[name, default: []].append(value) }
}
