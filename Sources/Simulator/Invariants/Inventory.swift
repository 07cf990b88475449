import AccountLeases
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
        let others = Self.partsOfOthers(cloud)
        for object in cloud.objects.values
        where !object.isBookkeeping && !Self.isGone(object) && !Self.isLease(object) {
            if let address = object.tags["reconcile:address"] {
                counts["\(object.key.type) \(address)", default: 0] += 1
            } else if object.tags.isEmpty, !others.contains(object.id) {
                counts["\(object.key.type) \(object.region) (untagged)", default: 0] += 1
            }
        }
        self.counts = counts
    }

    /// Disks and interfaces of the machines that groups launch: how many there are is the group's affair, and while a zone
    /// is down it has one more.
    private static func partsOfOthers(_ cloud: Cloud) -> Set<String> {
        var parts: Set<String> = []
        for object in cloud.objects.values
        where object.key.type == "AWS::EC2::Instance" && object.tags["reconcile:address"] == nil {
            let interfaces = object.attributes["NetworkInterfaces"]?.elements ?? []
            let disks = object.attributes["BlockDeviceMappings"]?.elements ?? []
            parts.formUnion(interfaces.compactMap { $0.text("NetworkInterfaceId") })
            parts.formUnion(disks.compactMap { $0["Ebs"]?.text("VolumeId") })
        }
        return parts
    }

    /// What excludes others is no part of the platform.
    private static func isLease(_ object: CloudObject) -> Bool {
        object.key.type.hasPrefix("AWS::S3::") && LeaseObject.isBucket(object.id)
    }

    /// Gone, or on its way with nothing left to do about it.
    static func isGone(_ object: CloudObject) -> Bool {
        gone.contains(object.shownStatus) || object.hidden["isLeaving"]?.flag == true
    }

    /// What differs from another inventory, in words, sorted.
    public func differences(from expected: Inventory) -> [String] {
        Set(counts.keys).union(expected.counts.keys).sorted().compactMap { name in
            let here = counts[name] ?? 0
            let there = expected.counts[name] ?? 0
            return here == there ? nil : "\(name): \(here) instead of \(there)"
        }
    }
}
