import FakeAWS
import Values

/// What happens to the cloud itself while we work in it.
enum Surroundings {
    /// What a person may take away without touching data or the way of requests.
    private static let takenAway = ["AWS::CloudWatch::Alarm", "AWS::Logs::LogGroup", "AWS::SNS::Topic"]

    static func begin(_ mishap: Mishap, regions: [String], _ cloud: inout Cloud) {
        let region = regions.isEmpty ? "" : regions[mishap.amount % regions.count]
        switch mishap.kind {
        case .zoneDown:
            let zones = FakeCatalog.zones(in: region)
            if !zones.isEmpty { cloud.faults.deadZones.insert(zones[mishap.at % zones.count]) }
        case .noCapacity: cloud.faults.fullZones.formUnion(FakeCatalog.zones(in: region))
        case .quotaSpent: cloud.faults.spentQuotas.insert(region)
        case .nothingStarts: cloud.faults.brokenImages.insert("")
        case .regionCut: cloud.faults.cutRegions.insert(region)
        case .replicationStall: cloud.stallReplication()
        case .byHand:
            let things = cloud.objects.keys.filter { takenAway.contains($0.type) }.sorted()
            if !things.isEmpty { cloud.deleteByHand(things[mishap.amount % things.count]) }
        default: break
        }
    }

    static func end(_ mishap: Mishap, regions: [String], _ cloud: inout Cloud) {
        let region = regions.isEmpty ? "" : regions[mishap.amount % regions.count]
        switch mishap.kind {
        case .zoneDown:
            let zones = FakeCatalog.zones(in: region)
            if !zones.isEmpty { cloud.faults.deadZones.remove(zones[mishap.at % zones.count]) }
        case .noCapacity: cloud.faults.fullZones.subtract(FakeCatalog.zones(in: region))
        case .quotaSpent: cloud.faults.spentQuotas.remove(region)
        case .nothingStarts: cloud.faults.brokenImages = []
        case .regionCut: cloud.faults.cutRegions.remove(region)
        case .replicationStall: cloud.faults.replicationStalledSince = nil
        default: break
        }
    }

    /// A life's end: whoever goes on waits until what was down is back, but for regions that are lost.
    static func calm(_ cloud: inout Cloud, without lost: Set<String>) {
        cloud.faults.deadZones = []
        cloud.faults.fullZones = []
        cloud.faults.spentQuotas = []
        cloud.faults.brokenImages = []
        cloud.faults.cutRegions = lost
        cloud.faults.replicationStalledSince = nil
        cloud.faults.slowness = 100
    }
}
