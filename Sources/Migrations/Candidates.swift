import Blueprints
public import Planning
public import Providers
import Resources
public import Specs

/// Where objects that can't be tagged may belong: what state knows, and what any phase up to the spec's wants.
public enum Candidates {
    /// Sorted by address.
    public static func all(_ spec: Spec, recorded: [RecordedResource]) -> [Candidate] {
        var candidates: [Address: Candidate] = [:]
        for record in recorded {
            let seen = record.observation
            candidates[seen.address] = Candidate(
                address: seen.address, kind: seen.kind, region: seen.region, generation: seen.generation,
                phase: seen.phase ?? 0, properties: seen.properties)
        }
        let generations = candidates.mapValues(\.generation)
        // Those above the spec's are what a platform on its way back still has.
        for phase in 0...Blueprint.latestPhase {
            for resource in Blueprint.graph(for: spec, phase: phase).resources
            where phase <= spec.phase || candidates[resource.address] == nil {
                candidates[resource.address] = Candidate(
                    address: resource.address, kind: resource.kind, region: resource.region,
                    generation: generations[resource.address] ?? 0, phase: resource.phase,
                    properties: resource.properties)
            }
        }
        return candidates.values.sorted { $0.address < $1.address }
    }

    /// The spec's regions and those where state knows something, sorted.
    public static func regions(_ spec: Spec, recorded: [RecordedResource]) -> [String] {
        Set(spec.regions.map(\.name)).union(recorded.map(\.observation.region)).sorted()
    }
}
