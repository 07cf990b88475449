public import CloudCalls
import Resources

extension Provider {
    /// Writes our identity on an object that exists and is nobody's; false for kinds that have no way to do that.
    /// - Throws: the cloud's refusal, or `Provider.Taken` when it is somebody's.
    public func claim(_ target: Target) async throws(AWSError) -> Bool {
        guard let driver = drivers[target.kind] else { return false }
        return try await driver.claim(target, cloud.access(of: driver, for: .update))
    }

    /// Whether an object of the target's kind carries its identity.
    public func knows(_ target: Target) async throws(AWSError) -> Bool {
        guard let driver = drivers[target.kind] else { return false }
        return Matching.find(
            target, among: try await driver.list(.one(target), cloud.access(of: driver)), driver: driver) != nil
    }

    /// Takes back what `claim` wrote.
    public func release(_ target: Target) async throws(AWSError) {
        guard let driver = drivers[target.kind] else { return }
        try await driver.release(target, cloud.access(of: driver, for: .update))
    }
}
