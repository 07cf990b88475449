import Blueprints
public import Diagnostics
import Migrations
public import Resources
public import Specs

/// Why a resource is in a platform's graph.
public struct Explanation: Sendable {
    public let resource: Resource
    /// The first phase that wants it.
    public let since: Int
    /// The phase up to the latest that no longer wants it; nil for none.
    public let until: Int?
    /// What the first phase cures; nil for phase 0.
    public let cures: String?
    public let sources: [SpecSource]
    /// How many resources the platform has.
    public let total: Int
    public let needs: [Address]
    public let neededBy: [Address]
    /// How many more need those, and so it, by way of others.
    public let neededByWayOfOthers: Int

    /// Nil when the spec's phase doesn't want the address.
    public init?(_ spec: Spec, places: [String: Location], address: Address) {
        let graph = Blueprint.graph(for: spec)
        guard let resource = graph[address] else { return nil }
        self.resource = resource
        let wanting = Self.phases(wanting: address, spec)
        let first = wanting.first ?? spec.phase
        since = first
        until = (0...Blueprint.latestPhase).first {
            $0 > spec.phase && Self.isFit(spec, for: $0) && !wanting.contains($0)
        }
        cures = Bottlenecks.cured(byPhase: first)
        sources = Provenance(spec, places: places, address: address).sources()
        total = graph.count
        needs = resource.referencedAddresses
        let dependents = Dependents(graph)
        neededBy = dependents.direct(of: address)
        neededByWayOfOthers = dependents.all(of: address).count - neededBy.count
    }

    /// The phases whose graphs have the address, of those that the spec is fit for.
    public static func phases(wanting address: Address, _ spec: Spec) -> [Int] {
        (0...Blueprint.latestPhase).filter { phase in
            isFit(spec, for: phase) && Blueprint.graph(for: spec, phase: phase).contains(address)
        }
    }

    private static func isFit(_ spec: Spec, for phase: Int) -> Bool {
        phase <= spec.phase || (phase < 3 || spec.domain != nil) && (phase < 4 || spec.regions.count > 1)
    }
}
