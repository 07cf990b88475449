public import CloudCalls
public import Resources
import Values

extension Provider {
    /// Writes another address into the tags of what was observed; nothing is done for kinds that can't be tagged.
    /// - Throws: the cloud's refusal, or `Provider.Vanished` when it is no longer there.
    public func retag(
        _ observation: ResourceObservation, to address: Address, platform: String
    ) async throws(AWSError) {
        guard let driver = drivers[observation.kind], driver.schema.identity != .naturalKey else { return }
        var target = Target(
            platform: platform, account: cloud.account, address: observation.address, kind: observation.kind,
            region: observation.region, generation: observation.generation, phase: observation.phase ?? 0,
            properties: observation.properties, tags: observation.tags, token: "", physicalID: observation.physicalID)
        let cloud = cloud.access(of: driver, for: .update)
        let candidates = try await driver.list(.one(target), cloud)
        guard let found = Matching.find(target, among: candidates, driver: driver) else {
            throw AWSError(
                "Provider.Vanished", "\(observation.physicalID) is no longer there.",
                service: driver.schema.service, operation: "list", region: observation.region)
        }
        target.address = address
        try await driver.update(target, found, differences: ["Tags"], cloud)
    }
}
