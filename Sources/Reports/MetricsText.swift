/// Numbers as Prometheus reads them: its text format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
public struct MetricsText: Sendable {
    /// What a number is to whoever reads it again and again.
    public enum Kind: String, Sendable, Hashable {
        /// Only rises while the process lives; its name ends in `_total`.
        case counter
        /// Rises and falls.
        case gauge
        /// Counts observations by upper bound; its samples end in `_bucket`, `_sum` and `_count`.
        case histogram
    }

    /// A label of a sample.
    public struct Label: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// One line of a family.
    public struct Sample: Sendable, Hashable {
        public var value: Double
        public var labels: [Label]
        /// What is added to the family's name, such as `_bucket`; empty for most.
        public var suffix: String

        public init(_ value: Double, _ labels: [Label] = [], suffix: String = "") {
            self.value = value
            self.labels = labels
            self.suffix = suffix
        }
    }

    /// What the answer's Content-Type says.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The whole answer; each line ends in a line feed.
    public private(set) var text = ""

    public init() {}

    /// Adds all samples of one name, which must stand together.
    public mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
            let braces = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
            text += "\(name)\(sample.suffix)\(braces) \(Self.number(sample.value))\n"
        }
    }

    public mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        add(name, kind, help, [Sample(value)])
    }

    /// As Go's ParseFloat reads it.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int(exactly: value) { return "\(whole)" }
        return "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
