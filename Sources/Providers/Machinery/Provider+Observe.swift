public import CloudCalls
public import Resources
import Values

extension Provider {
    /// Reads everything of a platform: a few calls a kind and region, in parallel, equal ones made once.
    ///
    /// Tagged objects are known by their tags, whether or not anybody expects them (that is how lost state comes
    /// back); the others by parent and natural key among `candidates`.
    /// - Parameters:
    ///   - regions: the spec's regions and those that state knows.
    ///   - silent: regions that are not asked, since they don't answer; what lies there is left out.
    ///   - lost: regions of which only the global services are asked, whose control planes may be there.
    ///   - dispensable: the kinds whose lists may be refused; none of them is by default.
    /// - Throws: the first error in order of kind and region.
    public func observe(
        platform: String, regions: [String], candidates: [Candidate], silent: Set<String> = [],
        lost: Set<String> = [], dispensable: Dispensable? = nil
    ) async throws(AWSError) -> [ResourceObservation] {
        let reads = ReadCache()
        let shared = CloudAccess(
            account: cloud.account, aws: cloud.aws, kubernetes: cloud.kubernetes, time: cloud.time, reads: reads,
            attemptLimit: cloud.attemptLimit)
        var listings: [Listing] = []
        var lacking: [(kind: Kind, region: String, error: AWSError)] = []
        for (kind, region, result) in await list(platform, regions: regions, silent: silent, lost: lost, shared) {
            do throws(AWSError) {
                listings.append(try result.get())
            } catch {
                guard dispensable?.mayLack(kind) == true else { throw error }
                lacking.append((kind, region, error))
            }
        }
        var observed: [ResourceObservation] = []
        for listing in listings where !listing.isNatural {
            observed += listing.found.compactMap { $0.tagged(platform, listing) }
        }
        let natural = listings.filter(\.isNatural)
        observed += NaturalMatching(listings: natural, drivers: drivers).match(candidates, tagged: observed)
        try dispensable?.judge(lacking, observed)
        return observed.sorted { ($0.address, $0.generation) < ($1.address, $1.generation) }
    }

    private func list(
        _ platform: String, regions: [String], silent: Set<String>, lost: Set<String>, _ shared: CloudAccess
    ) async -> [(kind: Kind, region: String, Result<Listing, AWSError>)] {
        let kinds = drivers.keys.sorted()
        var places: [(driver: any KindDriver, region: String)] = []
        for kind in kinds {
            guard let driver = drivers[kind] else { continue }
            for region in ServiceRegions.regions(for: driver.schema.service, of: regions)
            where !silent.contains(region)
                && (!lost.contains(region) || ServiceRegions.isGlobal(driver.schema.service, in: region))
            {
                places.append((driver, region))
            }
        }
        let results = await Parallel.results(of: places, limit: Self.parallelListings) {
            (place) async throws(AWSError) in
            let found = try await place.driver.list(
                .platform(platform, region: place.region), shared.access(of: place.driver))
            return Listing(schema: place.driver.schema, region: place.region, found: found)
        }
        return zip(places, results).map { ($0.driver.schema.kind, $0.region, $1) }
    }

    /// All of a platform in two regions, so that a look takes as long as its longest chain of reads.
    private static let parallelListings = 128

    /// Whether a region's databases can be asked about: what a failover needs of it.
    /// - Throws: `AWSError` when it answers with a refusal.
    public func answers(region: String) async throws(AWSError) -> Bool {
        do throws(AWSError) {
            try await cloud.call("rds", "DescribeDBInstances", region, [:])
            return true
        } catch {
            guard error.code.hasPrefix("Transport.") else { throw error }
            return false
        }
    }
}
