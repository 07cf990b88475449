import CloudCalls
import Providers
import Resources
import Values

extension Secret {
    /// A copy under another key is made anew.
    func updateCopies(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let wanted = target.properties["ReplicaRegions"]?.elements ?? []
        let actual = found.properties["ReplicaRegions"]?.elements ?? []
        try await removeCopies(actual.filter { !wanted.contains($0) }, target, found, cloud)
        let missing = wanted.filter { !actual.contains($0) }
        guard !missing.isEmpty else { return }
        var input: Value = ["SecretId": .string(found.physicalID), "AddReplicaRegions": .list(missing)]
        for region in missing.compactMap({ $0.text("Region") }) {
            guard let there = try await described(found.physicalID, in: region, cloud), isOurs(there, target) else {
                continue
            }
            // The platform's first region was that one before, and its secret, which has the same text, becomes a copy.
            input["ForceOverwriteReplicaSecret"] = true
        }
        try await cloud.call("secretsmanager", "ReplicateSecretToRegions", target.region, input)
    }

    /// Removes copies, but none of ours that has become a secret of its own: its text would be gone with it. A copy that failed
    /// since another's secret has its name is only no longer listed.
    func removeCopies(
        _ copies: [Value], _ target: Target, _ found: Found, _ cloud: CloudAccess
    ) async throws(AWSError) {
        var regions: [String] = []
        for region in copies.compactMap({ $0.text("Region") }) {
            let there = try await described(found.physicalID, in: region, cloud)
            let isOwn = there.map { isOurs($0, target) && $0.text("PrimaryRegion") != target.region } ?? false
            if !isOwn { regions.append(region) }
        }
        guard !regions.isEmpty else { return }
        try await cloud.call(
            "secretsmanager", "RemoveRegionsFromReplication", target.region,
            ["SecretId": .string(found.physicalID), "RemoveReplicaRegions": .strings(regions)])
    }

    /// Whether it was a copy and is a secret of its own, but still has its primary's tags: we were stopped between the two.
    /// It counts as not there, so that its create goes on.
    func isHalfTaken(_ secret: Value, in region: String) -> Bool {
        guard secret.text("PrimaryRegion") ?? region == region,
            let address = IdentityTags.parse(secret["Tags"])[IdentityTags.address]
        else { return false }
        return Address(address).scope != region
    }

    /// Makes the copy of the platform's secret that has the target's name and place a secret of its own; its text stays as
    /// it is.
    /// - Returns: whether there was one.
    func takeOver(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Bool {
        let name = target.properties.text("Name") ?? ""
        guard let there = try await described(name, in: target.region, cloud), isOurs(there, target) else {
            return false
        }
        let follows = there.text("PrimaryRegion") ?? target.region != target.region
        guard follows || isHalfTaken(there, in: target.region) else { return false }
        let id: Value = ["SecretId": .string(name)]
        if follows {
            try await cloud.call("secretsmanager", "StopReplicationToReplica", target.region, id)
        }
        try await cloud.call(
            "secretsmanager", "TagResource", target.region, id.merging(["Tags": IdentityTags.list(for: target)]))
        return true
    }

    /// The secret as a region has it; nil where it has none, or does not answer.
    private func described(
        _ name: String, in region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> Value? {
        do throws(AWSError) {
            return try await cloud.read("secretsmanager", "DescribeSecret", region, ["SecretId": .string(name)])
        } catch {
            guard error.code == "ResourceNotFoundException" || error.code.hasPrefix("Transport.") else { throw error }
            return nil
        }
    }

    private func isOurs(_ secret: Value, _ target: Target) -> Bool {
        IdentityTags.parse(secret["Tags"])[IdentityTags.platform] == target.platform
    }
}
