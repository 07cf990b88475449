public import CloudCalls
import Resources

extension Provider {
    /// What AWS keeps of a platform that was destroyed, by kind and region.
    public func leftovers(of platform: String, regions: [String]) async throws(AWSError) -> [Leftover] {
        var all: [Leftover] = []
        for kind in drivers.keys.sorted() {
            guard let driver = drivers[kind] else { continue }
            for region in ServiceRegions.regions(for: driver.schema.service, of: regions) {
                all += try await driver.leftovers(of: platform, region: region, cloud.access(of: driver))
            }
        }
        return all
    }
}
