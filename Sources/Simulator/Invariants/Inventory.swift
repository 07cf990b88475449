import FakeAWS
import Values

/// How often each thing is in the cloud: by our address where it has one, else by its type and region.
public struct Inventory: Sendable, Hashable {
    public let counts: [String: Int]

    private static let gone: Set<String> = [
        "terminated", "shutting-down", "deleted", "deleting", "DELETING", "PendingDeletion", "failed",
        "Delete in progress",
    ]

    /// Nothing at all.
    public static let none = Inventory(counts: [:])

    private init(counts: [String: Int]) { self.counts = counts }

    init(_ cloud: Cloud) {
        var counts: [String: Int] = [:]
        for object in cloud.objects.values where !object.isBookkeeping && !Self.isGone(object) {
            if let address = object.tags["reconcile:address"] {
                counts["\(object.key.type) \(address)", default: 0] += 1
            } else if object.tags.isEmpty {
                counts["\(object.key.type) \(object.region) (untagged)", default: 0] += 1
            }
        }
        self.counts = counts
    }

    static func isGone(_ object: CloudObject) -> Bool { gone.contains(object.status) }

    /// What differs from another inventory, in words, sorted.
    public func differences(from expected: Inventory) -> [String] {
        Set(counts.keys).union(expected.counts.keys).sorted().compactMap { name in
            let here = counts[name] ?? 0
            let there = expected.counts[name] ?? 0
            return here == there ? nil : "\(name): \(here) instead of \(there)"
        }
    }
}
