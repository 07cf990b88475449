public import Diagnostics
import Documents

extension LoadModel {
    /// What reading a load file gave.
    public struct Reading: Sendable {
        /// Nil when something is wrong with it.
        public let model: LoadModel?
        public let diagnostics: [Diagnostic]
    }

    /// The numbers that a load file may set, by name, with the range of each.
    private static let numbers:
        [(name: String, range: ClosedRange<Double>, path: any WritableKeyPath<LoadModel, Double> & Sendable)] = [
            ("requestsPerUser", 0.000_1...100, \.requestsPerUser), ("spike", 1...20, \.spike),
            ("readShare", 0...1, \.readShare), ("serviceMilliseconds", 0.01...60_000, \.serviceMilliseconds),
            ("cachedMilliseconds", 0.01...60_000, \.cachedMilliseconds),
            ("readMilliseconds", 0.001...60_000, \.readMilliseconds),
            ("writeMilliseconds", 0.001...60_000, \.writeMilliseconds), ("sharedMachine", 1...10, \.sharedMachine),
            ("hitShare", 0...1, \.hitShare), ("edgeShare", 0...0.99, \.edgeShare),
            ("waitBound", 0.1...60_000, \.waitBound),
            ("fullest", 0.1...0.99, \.fullest), ("releaseMinutes", 5...1440, \.releaseMinutes),
            ("regionCores", 8...100_000, \.regionCores), ("oneMachineUsers", 0...1e9, \.oneMachineUsers),
            ("oneRegionUsers", 0...1e9, \.oneRegionUsers),
        ]

    /// The same model with what a load file says; `docs/load-model.md` describes it.
    /// - Parameter file: the name that diagnostics show.
    public func reading(_ bytes: [UInt8], file: String) -> Reading {
        var model = self
        var told: [Diagnostic] = []
        func tell(_ code: String, _ message: String, _ position: Position, hint: String = "") {
            told.append(
                Diagnostic(
                    "load.\(code)", message, at: Location(file: file, line: position.line, column: position.column),
                    hint: hint))
        }
        func number(_ node: Node, _ name: String, _ range: ClosedRange<Double>) -> Double? {
            if case .number(let text) = node.content, let number = Double(text), range.contains(number) {
                return number
            }
            tell(
                "wrongValue", "\(name) must be a number from \(range.lowerBound) to \(range.upperBound)", node.position)
            return nil
        }
        do throws(Diagnostic) {
            let document = try JSONReader.read(bytes, file: file)
            told += document.duplicates
            guard case .object(let members) = document.root.content else {
                tell("wrongType", "the document must be an object", document.root.position)
                return Reading(model: nil, diagnostics: told)
            }
            for member in members {
                let name = member.name
                if name == "version" { _ = number(member.value, name, 1...1); continue }
                if let known = Self.numbers.first(where: { $0.name == name }) {
                    if let value = number(member.value, name, known.range) { model[keyPath: known.path] = value }
                    continue
                }
                switch (name, member.value.content) {
                case ("hours", .array(let elements)) where elements.count == 24:
                    model.hours = elements.compactMap { number($0, "hours", 0...1) }
                case ("hours", _):
                    tell("wrongValue", "hours must be 24 numbers, one for each hour of the day", member.value.position)
                case ("mix", .object(let places)):
                    model.mix = [:]
                    for place in places {
                        guard Self.places[place.name] != nil else {
                            tell(
                                "unknownPlace", "there is no place `\(place.name.shown)`", place.position,
                                hint: Self.placesHint)
                            continue
                        }
                        model.mix[place.name] = number(place.value, "mix.\(place.name)", 0...1)
                    }
                case ("mix", _): tell("wrongType", "mix must be an object", member.value.position)
                default:
                    let near = Suggestion.nearest(
                        to: name, among: Self.numbers.map(\.name) + ["hours", "mix", "version"])
                    tell(
                        "unknownField", "there is no `\(name.shown)` here", member.position,
                        hint: near.map { "did you mean `\($0)`?" } ?? "")
                }
            }
        } catch {
            told.append(error)
        }
        return Reading(model: told.isEmpty ? model : nil, diagnostics: told)
    }

    public static var placesHint: String { "it may be \(places.keys.sorted().joined(separator: ", "))" }

    /// A mix such as `india=0.7,us=0.3`; nil when it is none, or does not add up to 1.
    public static func mix(_ text: String) -> [String: Double]? {
        var mix: [String: Double] = [:]
        for pair in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, places[String(parts[0])] != nil, let share = Double(parts[1]),
                (0...1).contains(share), mix.updateValue(share, forKey: String(parts[0])) == nil
            else { return nil }
        }
        return abs(mix.values.sorted().reduce(0, +) - 1) < 0.001 ? mix : nil
    }
}
