public import CloudCalls
import Documents
import Resources
import Values

extension Provider {
    /// Writes our identity on an object that exists and is nobody's; false for kinds that are known by other means.
    /// - Throws: the cloud's refusal, `Provider.Taken` when it is somebody's, `Provider.NotFound` or `Provider.OtherName`
    ///   when it is not what is meant, `Provider.WouldReplace` when the spec would make it anew.
    public func claim(_ target: Target) async throws(AWSError) -> Bool {
        guard let driver = drivers[target.kind] else { return false }
        let access = cloud.access(of: driver, for: .update)
        if try await driver.claim(target, access) { return true }
        func refusal(_ code: String, _ message: String) -> AWSError {
            AWSError(code, message, service: driver.schema.service, operation: "import", region: target.region)
        }
        let meant = Self.plain(target)
        let object: Found
        switch driver.schema.identity {
        case .naturalKey: return false
        case .name(let property, _):
            // What has the name that the spec gives is found by it, whoever's it is.
            let found = try await present { () async throws(AWSError) in
                try await driver.list(.one(meant), access).first {
                    $0.physicalID == target.physicalID || $0.properties.text(property) == target.physicalID
                }
            }
            guard let found else {
                throw refusal(
                    "Provider.OtherName",
                    "\(target.physicalID) is not what \(target.address) is: the spec names that "
                        + "\(target.properties.text(property) ?? "otherwise").")
            }
            object = found
        case .tags:
            let found = try await present { () async throws(AWSError) in try await driver.lookUp(meant, access) }
            guard let found else {
                throw refusal(
                    "Provider.NotFound", "There is no \(target.kind) \(target.physicalID) in \(target.region).")
            }
            if let difference = difference(of: found, from: meant, driver) {
                throw refusal(
                    "Provider.WouldReplace",
                    "\(target.physicalID) differs in what can't be changed in place: \(difference). "
                        + "The next apply would make another in its place.")
            }
            object = found
        }
        let tags = object.tags ?? [:]
        try Ownership.checkFree(target, tags: tags, service: driver.schema.service)
        // What others wrote stays: the next plan says whether the spec wants it.
        var claimed = target
        claimed.tags = IdentityTags.users(tags).merging(target.tags) { $1 }
        try await driver.update(claimed, object, differences: ["Tags"], access)
        return true
    }

    /// Nothing is known yet of what the spec's properties refer to, so those are left out.
    private static func plain(_ target: Target) -> Target {
        var plain = target
        plain.properties = .object(
            Members(target.properties.members.filter { $0.value.isWhole }.map { ($0.name, $0.value) }))
        return plain
    }

    private func present(
        _ look: () async throws(AWSError) -> Found?
    ) async throws(AWSError) -> Found? {
        do throws(AWSError) { return try await look() } catch {
            guard error.saysNotFound else { throw error }
            return nil
        }
    }

    /// The first property in which an object is another than the wanted one for good, with both values.
    private func difference(of found: Found, from target: Target, _ driver: any KindDriver) -> String? {
        let wanted = driver.normalized(target.properties)
        for pair in wanted.members {
            let effects = driver.schema.effects(of: pair.name)
            guard effects.contains(.replaces), let present = found.properties[pair.name],
                !effects.isMet(pair.value, by: present)
            else { continue }
            return "\(pair.name) is \(JSON.text(of: present)), and the spec wants \(JSON.text(of: pair.value))"
        }
        return nil
    }

    /// Whether an object of the target's kind carries its identity.
    public func knows(_ target: Target) async throws(AWSError) -> Bool {
        guard let driver = drivers[target.kind] else { return false }
        return Matching.find(
            target, among: try await driver.list(.one(Self.plain(target)), cloud.access(of: driver)), driver: driver)
            != nil
    }

    /// Takes back what `claim` wrote; false where that is left as it is.
    public func release(_ target: Target) async throws(AWSError) -> Bool {
        guard let driver = drivers[target.kind] else { return false }
        return try await driver.release(target, cloud.access(of: driver, for: .update))
    }
}
