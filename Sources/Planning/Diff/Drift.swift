public import Resources
import Values

/// What others changed since the last run: observed differs from what state remembers.
public struct Drift: Sendable, Hashable {
    public enum Change: String, Sendable, Hashable, CaseIterable {
        /// Its properties, tags or status differ.
        case changed
        /// The cloud no longer has it.
        case gone
        /// It carries the platform's tags, and state does not know it.
        case unknown
    }

    public var address: Address
    public var kind: Kind
    public var region: String
    public var generation: Int
    public var physicalID: String
    public var change: Change
    /// From what the last run left to what is.
    public var properties: [PropertyChange]

    private init(_ observation: ResourceObservation, _ change: Change, _ properties: [PropertyChange] = []) {
        address = observation.address
        kind = observation.kind
        region = observation.region
        generation = observation.generation
        physicalID = observation.physicalID
        self.change = change
        self.properties = properties
    }

    /// All drift, by address and generation.
    public static func all(_ input: PlanningInput) -> [Drift] {
        var known: [String: RecordedResource] = [:]
        for record in input.recorded { known[key(record.observation)] = record }
        var drift: [Drift] = []
        for observation in input.observed {
            guard let record = known.removeValue(forKey: key(observation)) else {
                drift.append(Drift(observation, .unknown))
                continue
            }
            let changes = changes(from: record.observation, to: observation, input)
            if !changes.isEmpty { drift.append(Drift(observation, .changed, changes)) }
        }
        drift += known.values.map { Drift($0.observation, .gone) }
        return drift.sorted { ($0.address, $0.generation) < ($1.address, $1.generation) }
    }

    private static func key(_ observation: ResourceObservation) -> String {
        "\(observation.address)#\(observation.generation)"
    }

    private static func changes(
        from old: ResourceObservation, to new: ResourceObservation, _ input: PlanningInput
    ) -> [PropertyChange] {
        var changes: [PropertyChange] = []
        let schema = input.schemas[new.kind]
        let names = Set(old.properties.members.map(\.name)).union(new.properties.members.map(\.name))
        for name in names.sorted() where old.properties[name] != new.properties[name] {
            let effects = schema?.effects(of: name) ?? []
            if effects.contains(.movedByOthers) || input.options.ignores(name, of: new.address) { continue }
            if effects.contains(.readApart), old.properties[name] == nil || new.properties[name] == nil { continue }
            changes.append(PropertyChange(path: name, old: old.properties[name], new: new.properties[name]))
        }
        if !input.options.ignores("Tags", of: new.address) {
            for key in Set(old.tags.keys).union(new.tags.keys).sorted() where old.tags[key] != new.tags[key] {
                changes.append(
                    PropertyChange(
                        path: "Tags.\(key)", old: old.tags[key].map(Value.string), new: new.tags[key].map(Value.string))
                )
            }
        }
        let (before, now) = (word(old.status), word(new.status))
        // What becomes ready, or waits for something else now, is on its way and no news.
        if before != now, new.status != .ready, old.status == .ready || !now.hasPrefix("pending") {
            changes.append(PropertyChange(path: "status", old: .string(before), new: .string(now)))
        }
        return changes
    }

    private static func word(_ status: ResourceObservation.Status) -> String {
        switch status {
        case .ready: "ready"
        case .pending(let reason): "pending: \(reason)"
        case .failed(let reason): "failed: \(reason)"
        case .deleting: "deleting"
        }
    }
}
