import Diagnostics
import Documents

/// Turns a document into a spec; it goes on after each problem, so that all are told at once.
struct SpecDecoder {
    let file: String
    /// As many problems as anybody reads at once.
    static let limit = 1000

    var diagnostics: [Diagnostic] = []
    /// Problems beyond the limit.
    private(set) var dropped = 0
    /// Where each path stands.
    var places: [String: Location] = [:]

    /// What `--set` says, by path, as it was typed.
    var typed: [String: String] = [:]

    init(file: String) { self.file = file }

    func location(_ position: Position) -> Location {
        Location(file: file, line: position.line, column: position.column)
    }

    mutating func report(_ code: String, _ message: String, _ node: Node, _ path: String, hint: String = "") {
        tell(Diagnostic(code, message, at: location(node.position), path: path, hint: hint))
    }

    private mutating func tell(_ diagnostic: Diagnostic) {
        if diagnostics.count < Self.limit { diagnostics.append(diagnostic) } else { dropped += 1 }
    }

    /// The members of an object, each of which must be known.
    mutating func fields(_ node: Node, _ path: String, _ known: [String]) -> Fields {
        places[path] = location(node.position)
        guard case .object(let members) = node.content else {
            report(
                "spec.wrongType", "\(path.isEmpty ? "the spec" : path) must be an object, not \(node.typeName).", node,
                path)
            return Fields(node: node, path: path, members: [:])
        }
        var found: [String: Node] = [:]
        for member in members {
            let memberPath = path.isEmpty ? member.name : "\(path).\(member.name)"
            guard known.contains(member.name) else {
                let near = diagnostics.count < Self.limit ? Suggestion.nearest(to: member.name, among: known) : nil
                tell(
                    Diagnostic(
                        "spec.unknownField", "unknown field `\(member.name.shown)`.", at: location(member.position),
                        path: memberPath,
                        hint: near.map { "did you mean `\($0)`?" } ?? "known here: \(known.joined(separator: ", "))"))
                continue
            }
            found[member.name] = member.value
            places[memberPath] = location(member.value.position)
        }
        return Fields(node: node, path: path, members: found)
    }

    /// The spec, with defaults where something is wrong, so that its rules can be looked at all the same; nil for what
    /// is no object.
    mutating func spec(_ root: Node) -> Spec? {
        let fields = fields(
            root, "",
            [
                "$schema", "version", "name", "phase", "account", "regions", "services", "database", "cache", "cdn",
                "cluster", "compute", "domain", "gitOps", "alertEmail", "monthlyBudget", "tags", "ignore",
                "policy", "migrations",
            ])
        guard case .object = root.content else { return nil }
        let version = integer(fields, "version", 1, in: 1...1)
        let name = string(fields, "name", nil)
        let phase = integer(fields, "phase", nil, in: 0...4)
        let account = string(fields, "account", nil)
        let regions = list(fields, "regions", isRequired: true) { decoder, node, path, index in
            decoder.region(node, path, index)
        }
        let services = list(fields, "services", isRequired: true) { decoder, node, path, _ in
            decoder.service(node, path)
        }
        let spec = Spec(
            version: version, name: name, phase: phase, account: account,
            regions: regions.isEmpty ? [RegionSpec(name: "us-east-1", network: "10.0.0.0/16")] : regions,
            services: services, database: database(fields), cache: cache(fields), cdn: cdn(fields),
            cluster: cluster(fields), compute: compute(fields), domain: optionalString(fields, "domain"),
            gitOps: gitOps(fields), alertEmail: optionalString(fields, "alertEmail"),
            monthlyBudget: fields.members["monthlyBudget"] == nil
                ? nil : integer(fields, "monthlyBudget", 0, in: 1...10_000_000),
            tags: strings(fields, "tags"),
            ignore: list(fields, "ignore", isRequired: false) { decoder, node, path, _ in
                decoder.text(node, path)
            }, policy: policy(fields), migrations: migrations(fields))
        return spec
    }
}
