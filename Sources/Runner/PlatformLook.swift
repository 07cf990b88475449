import Blueprints
public import CloudCalls
import Migrations
public import Planning
public import Providers
public import Resources
public import Specs
public import Values

/// A look at everything that exists of a platform: in the spec's regions, in those that state knows, and in those that
/// the platform's own record in the account names.
///
/// Without the record, a region that a spec gave up would be nobody's once state is lost: its databases would go on
/// unseen, and on the bill.
public struct PlatformLook: Sendable {
    private let provider: Provider
    /// With the regions that only state knows.
    private let spec: Spec
    private let recorded: [RecordedResource]
    private let candidates: [Candidate]

    /// - Parameter graph: the spec's blueprint of a phase, where somebody has it ready.
    public init(
        at spec: Spec, by provider: Provider, recorded: [RecordedResource], graph: ((Int) -> ResourceGraph)? = nil
    ) {
        self.provider = provider
        self.recorded = recorded
        // What can't be tagged is known by what a stamp there would have, also where the spec no longer has one.
        let known = Set(recorded.map(\.observation.address.scope)).subtracting(spec.regions.map(\.name) + ["global"])
        self.spec = Self.wider(spec, known.sorted())
        candidates = Candidates.all(self.spec, recorded: recorded, graph: known.isEmpty ? graph : nil)
    }

    /// The regions that count as given up: those that are now, and those that were before and that the spec does not name
    /// again.
    public static func lost(
        _ now: some Sequence<String>, of spec: Spec, recorded: [RecordedResource]
    ) -> Set<String> {
        Set(Standing(observed: recorded.map(\.observation))?.lost ?? []).union(now)
            .subtracting(spec.regions.map(\.name))
    }

    private static func wider(_ spec: Spec, _ regions: [String]) -> Spec {
        var wider = spec
        wider.regions += regions.map { RegionSpec(name: $0, network: spec.primaryRegion.network) }
        return wider
    }

    /// - Parameters:
    ///   - silent: regions that don't answer: what state knows of them is taken as it is.
    ///   - lost: regions that were given up: one that does not answer is left out, with what state knows of it.
    ///   - dispensable: the kinds whose lists may be refused; none of them is by default.
    ///   - first: the patience with which a platform is looked at that state doesn't know; nil for one that it knows.
    ///   - says: told what makes the look longer, before that begins.
    /// - Throws: the first error in order of kind and region.
    public func observe(
        silent: Set<String> = [], lost: Set<String> = [], dispensable: Dispensable? = nil, first: FirstLook? = nil,
        says: @escaping @Sendable (Delay) -> Void = { _ in }
    ) async throws(AWSError) -> [ResourceObservation] {
        guard let first else { return try await once(silent, lost, dispensable, says) }
        return try await first.observe(limit: provider.attemptLimit, waits: { says(.again(after: $0, found: $1)) }) {
            () async throws(AWSError) in try await once(silent, lost, dispensable, says)
        }
    }

    private func once(
        _ silent: Set<String>, _ lost: Set<String>, _ dispensable: Dispensable?, _ says: @Sendable (Delay) -> Void
    ) async throws(AWSError) -> [ResourceObservation] {
        let named = Candidates.regions(spec, recorded: recorded)
        var gone = try await notAnswering(lost, says)
        var seen = try await provider.observe(
            platform: spec.name, regions: named, candidates: candidates, silent: silent, lost: gone,
            dispensable: dispensable)
        let standing = Standing(observed: seen)
        gone.formUnion(
            try await notAnswering(Set(standing?.lost ?? []).subtracting(named).subtracting(gone), says))
        let more = standing?.regions.filter { !named.contains($0) && !gone.contains($0) } ?? []
        if !more.isEmpty {
            says(.alsoIn(more))
            seen = try await provider.observe(
                platform: spec.name, regions: (named + more).sorted(),
                candidates: Candidates.all(Self.wider(spec, more), recorded: recorded), silent: silent, lost: gone,
                dispensable: dispensable)
        }
        guard !silent.isEmpty || !gone.isEmpty else { return seen }
        let unseen = recorded.map(\.observation).filter {
            silent.contains($0.region) || gone.contains($0.address.scope)
        }
        seen.removeAll { gone.contains($0.address.scope) }
        return (seen + unseen).sorted { ($0.address, $0.generation) < ($1.address, $1.generation) }
    }

    private func notAnswering(
        _ regions: Set<String>, _ says: @Sendable (Delay) -> Void
    ) async throws(AWSError) -> Set<String> {
        var silent: Set<String> = []
        for region in regions.sorted() {
            let answers = try await provider.answers(region: region)
            says(.lost(region, answers: answers))
            if !answers { silent.insert(region) }
        }
        return silent
    }

    /// What makes a look longer than the spec lets expect.
    public enum Delay: Sendable, Hashable {
        /// State does not know the platform, and it is looked at once more.
        case again(after: TimeSpan, found: Int)
        /// It has something in regions that neither spec nor state name.
        case alsoIn([String])
        /// A region that was given up was asked whether it answers again.
        case lost(String, answers: Bool)
    }
}
