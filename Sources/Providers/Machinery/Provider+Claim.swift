public import CloudCalls
import Resources
import Values

extension Provider {
    /// Writes our identity on an object that exists and is nobody's; false for kinds that have no way to do that.
    /// - Throws: the cloud's refusal, or `Provider.Taken` when it is somebody's.
    public func claim(_ target: Target) async throws(AWSError) -> Bool {
        guard let driver = drivers[target.kind] else { return false }
        let access = cloud.access(of: driver, for: .update)
        if try await driver.claim(target, access) { return true }
        guard case .name(let property, _) = driver.schema.identity else { return false }
        // What has the name that the spec gives is found by it, whoever's it is.
        var candidates: [Found] = []
        do throws(AWSError) { candidates = try await driver.list(.one(target), access) } catch {
            guard error.saysNotFound else { throw error }
        }
        let found = candidates.first {
            $0.physicalID == target.physicalID || $0.properties.text(property) == target.physicalID
        }
        func refusal(_ code: String, _ message: String) -> AWSError {
            AWSError(code, message, service: driver.schema.service, operation: "list", region: target.region)
        }
        guard let found, let tags = found.tags else {
            throw refusal(
                "Provider.OtherName",
                "\(target.physicalID) is not what \(target.address) is: the spec names that "
                    + "\(target.properties.text(property) ?? "otherwise").")
        }
        if let owner = tags[IdentityTags.platform], !owner.isEmpty {
            throw refusal(
                "Provider.Taken",
                "\(target.physicalID) is \(tags[IdentityTags.address] ?? "something") of the platform \(owner).")
        }
        // What others wrote stays: the next plan says whether the spec wants it.
        var claimed = target
        claimed.tags = IdentityTags.users(tags).merging(target.tags) { $1 }
        try await driver.update(claimed, found, differences: ["Tags"], access)
        return true
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
