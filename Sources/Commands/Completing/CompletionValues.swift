import Blueprints
import Documents
import Insight
import Planning
import Resources
import Specs
import States
import Terminal
import Values

/// Values that only the state or a spec knows. Nothing is made for a look, and what can't be read offers nothing.
struct CompletionValues {
    private(set) var candidates: [Completion.Candidate] = []
    private(set) var wantsFiles = false

    private let options: Options

    init(_ parameter: Parameter, _ options: Options, typed: String) {
        self.options = options
        var texts: [String] = []
        for word in parameter.placeholder.split(separator: "|") {
            switch word {
            case "ADDRESS", "FROM", "TO": texts += addresses
            case "STEP": break
            case "REGION": texts += KnownRegions.names
            case "SERVICE": texts += spec?.services.map(\.name) ?? []
            case "RUN": texts += ["last"] + runs
            case "SHELL": texts += CompletionScripts.shells
            case "NAME" where parameter.name == "platform": texts += platforms
            case "NAME" where parameter.name == "NAME":
                texts += recorded.isEmpty ? [] : Answers.all(recorded).map(\.name)
            case "PATH=VALUE": texts += settings
            case "SPEC", "OLD", "NEW", "FILE", "FILE.plan", "PATH", "FOLDER": wantsFiles = true
            default: break
            }
        }
        let matching = Set(texts.filter { $0.hasPrefix(typed) }).sorted()
        candidates = Self.levels(matching, behind: typed).map { Completion.Candidate($0) }
    }

    /// Many are offered level by level, as a shell offers folders.
    private static func levels(_ texts: [String], behind typed: String) -> [String] {
        guard texts.count > 40 else { return texts }
        return Set(
            texts.map { text in
                let rest = text.dropFirst(typed.count)
                guard let slash = rest.firstIndex(of: "/") else { return text }
                return typed + rest[...slash]
            }
        ).sorted()
    }

    // MARK: What is known

    private var store: StateStore? {
        let path = options.value("state") ?? Session.standardState
        return Files.exists(path) ? try? StateStore(path: path) : nil
    }

    private var platforms: [String] { (try? store?.platforms().map(\.name)) ?? [] }
    private var runs: [String] { (try? store?.runs(options.value("platform")).map(\.id)) ?? [] }

    private var recorded: [RecordedResource] {
        guard let store else { return [] }
        let names = options.value("platform").map { [$0] } ?? platforms
        return names.flatMap { (try? store.recorded($0)) ?? [] }
    }

    /// The spec on the line.
    private var spec: Spec? {
        for word in options.words {
            if word.hasSuffix(".json"), let spec = try? Session.read(word, options).spec { return spec }
        }
        return nil
    }

    private var addresses: [String] {
        recorded.map(\.observation.address.text)
            + (spec.map { Blueprint.graph(for: $0).resources.map(\.address.text) } ?? [])
    }

    /// `PATH=` for each value of the spec.
    private var settings: [String] { spec.map { ValuePath.leaves(of: $0.value).map { $0 + "=" } } ?? [] }
}
