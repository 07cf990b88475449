import Blueprints
public import Planning
public import Providers
public import Resources
public import Specs
import Values

/// Something in the cloud that is ours and that no spec wants (any more).
public struct Orphan: Sendable, Hashable {
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// It carries our tags; neither the spec nor state knows it.
        case unknown
        /// An older generation whose delete never came.
        case deposed
        /// Data that left the graph and was kept.
        case kept
        /// State knows it and the spec no longer wants it: the next apply removes it.
        case notWanted
        /// What AWS keeps of what was deleted.
        case leftover
    }

    public let reason: Reason
    public let region: String
    public let kind: Kind
    public let physicalID: String
    /// Empty for a leftover.
    public let address: String
    public let note: String

    /// All orphans, sorted by region, kind and identifier.
    public static func all(
        _ spec: Spec, observed: [ResourceObservation], recorded: [RecordedResource], leftovers: [Leftover]
    ) -> [Orphan] {
        let graph = Blueprint.graph(for: spec)
        var known: [String: RecordedResource] = [:]
        for record in recorded { known[key(record.observation)] = record }
        var newest: [Address: Int] = [:]
        for one in observed { newest[one.address] = max(newest[one.address] ?? 0, one.generation) }
        var found: [Orphan] = []
        for one in observed where one.status != .deleting {
            let record = known[key(one)]
            let reason: Reason
            if record?.isKept == true {
                reason = .kept
            } else if record?.isDeposed == true || one.generation < newest[one.address] ?? 0 {
                reason = .deposed
            } else if graph.contains(one.address) {
                continue
            } else {
                reason = record == nil ? .unknown : .notWanted
            }
            found.append(
                Orphan(
                    reason: reason, region: one.region, kind: one.kind, physicalID: one.physicalID,
                    address: one.address.text, note: ""))
        }
        let seen = Set(found.map(\.physicalID))
        found += leftovers.filter { !seen.contains($0.physicalID) }.map { left in
            Orphan(
                reason: .leftover, region: left.region, kind: left.kind, physicalID: left.physicalID, address: "",
                note: (left.endsAt.map { "ends by itself on \($0.timestamp.prefix(10)); " } ?? "") + left.note)
        }
        return found.sorted {
            ($0.region, $0.kind, $0.physicalID) < ($1.region, $1.kind, $1.physicalID)
        }
    }

    private static func key(_ observation: ResourceObservation) -> String {
        "\(observation.address)#\(observation.generation)"
    }

    /// What becomes of it, or what to do about it.
    public var advice: String {
        switch reason {
        case .unknown: "carries our tags; the next apply adopts or removes it"
        case .deposed: "an older generation; the next apply removes it"
        case .kept: "kept data, in no plan; billed until you delete it"
        case .notWanted: "the spec no longer wants it; the next apply removes it"
        case .leftover: note
        }
    }
}
