import Blueprints
public import Planning
public import Providers
public import Resources
public import Specs

/// Where objects that can't be tagged may belong: what state knows, and what any phase up to the spec's wants.
public enum Candidates {
    /// Sorted by address; of one address first what state knows, under the name that it had then, and last what the
    /// spec wants.
    /// - Parameter graph: the spec's blueprint of a phase, where somebody has it ready.
    public static func all(
        _ spec: Spec, recorded: [RecordedResource], graph: ((Int) -> ResourceGraph)? = nil
    ) -> [Candidate] {
        var known: [Candidate] = []
        var generations: [Address: Int] = [:]
        for record in recorded {
            let seen = record.observation
            known.append(
                Candidate(
                    address: seen.address, kind: seen.kind, region: seen.region, generation: seen.generation,
                    phase: seen.phase ?? 0, properties: seen.properties))
            generations[seen.address] = max(generations[seen.address] ?? 0, seen.generation)
        }
        var candidates: [Address: Candidate] = [:]
        // What only a road wants.
        for way in RowsMove.Way.allCases {
            let move = RowsMove(way: way, region: spec.primaryRegion.name)
            for resource in move.resources(through: .finish) {
                candidates[resource.address] = Candidate(
                    address: resource.address, kind: resource.kind, region: resource.region, phase: resource.phase,
                    properties: resource.properties)
            }
        }
        // What only the way to the last phase has.
        func drawn(_ phase: Int) -> ResourceGraph { graph?(phase) ?? Blueprint.graph(for: spec, phase: phase) }
        let helpers = EntryShare.helpers(from: drawn(Blueprint.latestPhase - 1), to: drawn(Blueprint.latestPhase))
        for resource in helpers {
            candidates[resource.address] = Candidate(
                address: resource.address, kind: resource.kind, region: resource.region, phase: resource.phase,
                properties: resource.properties)
        }
        // Those above the spec's are what a platform on its way back still has.
        for phase in 0...Blueprint.latestPhase {
            for resource in drawn(phase).resources
            where phase <= spec.phase || candidates[resource.address] == nil {
                candidates[resource.address] = Candidate(
                    address: resource.address, kind: resource.kind, region: resource.region,
                    generation: generations[resource.address] ?? 0, phase: resource.phase,
                    properties: resource.properties)
            }
        }
        let wanted = candidates.values.sorted { $0.address < $1.address }
        known.sort { ($0.address, $0.generation) < ($1.address, $1.generation) }
        return (known + wanted).enumerated().sorted {
            ($0.element.address, $0.offset) < ($1.element.address, $1.offset)
        }.map(\.element)
    }

    /// The spec's regions and those where state knows something, sorted.
    public static func regions(_ spec: Spec, recorded: [RecordedResource]) -> [String] {
        Set(spec.regions.map(\.name)).union(recorded.map(\.observation.region)).sorted()
    }
}
