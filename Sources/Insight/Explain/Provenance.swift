import Blueprints
public import Diagnostics
import Documents
public import Resources
public import Specs
import Values

/// Where in its spec a resource comes from, found by asking what would be otherwise: each part of the spec is left out
/// or changed in turn, and the blueprint says what becomes of the resource.
///
/// So it can't say anything that the blueprint doesn't do, and no table must follow the blueprint.
public struct Provenance: Sendable {
    private let value: Value
    private let places: [String: Location]
    private let graph: ResourceGraph
    private let address: Address

    /// - Parameter places: where the parts of the spec stand, by path.
    public init(_ spec: Spec, places: [String: Location], address: Address) {
        value = spec.value
        self.places = places
        self.address = address
        graph = Blueprint.graph(for: spec)
    }

    /// The parts that the resource needs first, then those that shape it; the most particular first.
    public func sources() -> [SpecSource] {
        var found: [SpecSource] = []
        visit(value, "", &found) { $0 }
        return found.sorted { (left: SpecSource, right: SpecSource) in
            (left.isNeeded ? 0 : 1, left.reach, left.path) < (right.isNeeded ? 0 : 1, right.reach, right.path)
        }
    }

    private enum Effect { case none, changed, gone }

    /// - Parameter rebuild: the whole spec with another value, or none, in this place.
    private func visit(
        _ node: Value, _ path: String, _ found: inout [SpecSource], _ rebuild: (Value?) -> Value?
    ) {
        switch node {
        case .object(let members):
            for pair in members {
                let inside = path.isEmpty ? pair.name : "\(path).\(pair.name)"
                // The form and the phase of a spec are no part that could be another.
                if inside == "version" || inside == "phase" { continue }
                part(pair.value, inside, &found) { new in
                    var members = members
                    members[pair.name] = new
                    return rebuild(.object(members))
                }
            }
        case .list(let elements):
            for (index, element) in elements.enumerated() {
                part(element, "\(path)[\(index)]", &found) { new in
                    var elements = elements
                    if let new { elements[index] = new } else { elements.remove(at: index) }
                    return rebuild(.list(elements))
                }
            }
        default: break
        }
    }

    private func part(
        _ node: Value, _ path: String, _ found: inout [SpecSource], _ rebuild: (Value?) -> Value?
    ) {
        // What is left out comes back as its default, which may be what it was.
        let without = rebuild(nil).flatMap(effect)
        if let without, without.effect == .gone { add(node, path, true, without.reach, &found) }
        switch node {
        case .object, .list:
            // An element that makes no difference as a whole makes none by its parts.
            let isElement = path.hasSuffix("]")
            if isElement, let without, without.effect == .none { return }
            visit(node, path, &found, rebuild)
        default:
            if without?.effect == .gone { return }
            for candidate in Self.others(than: node) {
                guard let other = rebuild(candidate).flatMap(effect) else { continue }
                if other.effect != .none { add(node, path, other.effect == .gone, other.reach, &found) }
                return
            }
            if let without, without.effect == .changed { add(node, path, false, without.reach, &found) }
        }
    }

    private func add(_ node: Value, _ path: String, _ isNeeded: Bool, _ reach: Int, _ found: inout [SpecSource]) {
        found.append(
            SpecSource(path: path, value: node, location: places[path], isNeeded: isNeeded, reach: reach))
    }

    /// What becomes of the resource with another spec; nil when that is no valid spec.
    private func effect(_ other: Value) -> (effect: Effect, reach: Int)? {
        let reading = SpecReader.read(Array(JSON.text(of: other).utf8), file: "variation")
        guard let spec = reading.spec else { return nil }
        let varied = Blueprint.graph(for: spec)
        let reach =
            graph.resources.count { varied[$0.address] != $0 }
            + varied.resources.count { !graph.contains($0.address) }
        guard let now = varied[address] else { return (.gone, reach) }
        return (now == graph[address] ? .none : .changed, reach)
    }

    /// Other values of the same form, of which the first that makes a valid spec is tried.
    private static func others(than value: Value) -> [Value] {
        switch value {
        case .bool(let flag): [.bool(!flag)]
        case .int(let number): [.int(number + 1), .int(number - 1)]
        case .string(let text):
            [
                text + "x", "x" + text, "x.\(text)", "10.201.0.0/16", "198.51.100.0/24", "999999999999", "eu-west-3",
                "18", "16", "1.35", "PriceClass_100", "PriceClass_200",
            ].filter { $0 != text }.map(Value.string)
        default: []
        }
    }
}
