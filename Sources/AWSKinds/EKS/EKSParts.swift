import CloudCalls
import Digests
import Documents
import Providers
import Resources
import Values

/// What the kinds of EKS share. EKS has no batches: each object takes a describe call (EKS API reference).
enum EKSParts {
    static let service = "eks"

    /// How one kind of things in a cluster is listed and described.
    struct Reading: Sendable {
        let list: String
        let items: String
        let describe: String
        /// The property, and describe input member, that names the thing in its cluster.
        let name: String
        /// The describe output's member.
        let item: String
    }

    /// The thing that a describe operation gives; nil when it isn't there.
    static func describe(
        _ operation: String, _ region: String, _ input: Value, item: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> Value? {
        do throws(AWSError) {
            return try await cloud.read(service, operation, region, input)[item]
        } catch {
            guard error.code == "ResourceNotFoundException" else { throw error }
            return nil
        }
    }

    /// All pages of a list operation; none when its cluster isn't there.
    static func pages(
        _ operation: String, _ region: String, _ input: Value, items: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [Value] {
        do throws(AWSError) {
            return try await cloud.pages(
                service, operation, region, input, items: items, marker: "nextToken", next: "nextToken")
        } catch {
            guard error.code == "ResourceNotFoundException" else { throw error }
            return []
        }
    }

    /// The described clusters of a platform in a region.
    static func clusters(of platform: String, _ region: String, _ cloud: CloudAccess) async throws(AWSError) -> [Value]
    {
        let names = try await pages("ListClusters", region, [:], items: "clusters", cloud)
        let clusters = try await cloud.each(names) { (name) async throws(AWSError) in
            try await describe("DescribeCluster", region, ["name": name], item: "cluster", cloud)
        }
        return clusters.compactMap { $0 }.filter {
            IdentityTags.parse(map: $0["tags"])[IdentityTags.platform] == platform
        }
    }

    /// The described things in scope.
    static func things(
        _ reading: Reading, _ scope: ListScope, _ cloud: CloudAccess
    ) async throws(AWSError) -> [Value] {
        var inputs: [Value] = []
        switch scope {
        case .one(let target):
            guard let place = place(of: target, reading.name) else { return [] }
            inputs = [["clusterName": .string(place.cluster), reading.name: .string(place.name)]]
        case .platform(let platform, let region):
            for cluster in try await clusters(of: platform, region, cloud) {
                let input: Value = ["clusterName": cluster["name"] ?? .null]
                for name in try await pages(reading.list, region, input, items: reading.items, cloud) {
                    inputs.append(input.merging([reading.name: name[reading.name] ?? name]))
                }
            }
        }
        return try await cloud.each(inputs) { (input) async throws(AWSError) in
            try await describe(reading.describe, scope.region, input, item: reading.item, cloud)
        }.compactMap { $0 }
    }

    /// A target's cluster and its name there, from its properties or its physical id `CLUSTER/NAME`.
    static func place(of target: Target, _ name: String) -> (cluster: String, name: String)? {
        let parts = target.physicalID.split(separator: "/", maxSplits: 1).map(String.init)
        guard let cluster = target.properties.text("clusterName") ?? parts.first,
            let name = target.properties.text(name) ?? (parts.count == 2 ? parts[1] : nil)
        else { return nil }
        return (cluster, name)
    }

    /// What AWS says of a thing's state, with the issues of its health.
    static func status(_ thing: Value) -> ResourceObservation.Status {
        let word = thing.text("status") ?? "ACTIVE"
        let issues = (thing["health"]?["issues"]?.elements ?? []).map {
            "\($0.text("code") ?? "issue"): \($0.text("message") ?? "no message")"
        }
        let text = "AWS says that it is \(word)" + (issues.isEmpty ? "" : " (\(issues.joined(separator: "; ")))")
        return switch word {
        case "ACTIVE": .ready
        case "DELETING": .deleting
        case "FAILED", "CREATE_FAILED", "UPDATE_FAILED", "DELETE_FAILED": .failed(text + ".")
        default: .pending(text)
        }
    }

    /// The same, but a DEGRADED thing from which a target wants another one is not waited for: the change may be what
    /// mends it.
    static func status(_ thing: Value, _ properties: Value, _ scope: ListScope) -> ResourceObservation.Status {
        guard thing.text("status") == "DEGRADED", case .one(let target) = scope,
            properties.members.contains(where: { pair in
                target.properties[pair.name].map { $0 != pair.value } ?? false
            })
        else { return status(thing) }
        return .ready
    }

    /// Sends a call that begins an update, and says so when that update has failed.
    ///
    /// The token is the same for each look of one intent, so that AWS gives back the update that it knows instead of
    /// beginning a failed one again and again.
    /// - Parameter owner: the input of DescribeUpdate without the update's id.
    static func beginUpdate(
        _ operation: String, _ target: Target, _ input: Value, owner: Value, _ cloud: CloudAccess
    ) async throws(AWSError) {
        let token = "\(target.token)-\(SHA256Digest.hex(JSON.text(of: input)).prefix(12))"
        let output = try await cloud.call(
            service, operation, target.region, input.merging(["clientRequestToken": .string(token)]))
        guard let id = output["update"]?["id"] else { return }
        let update = try await cloud.call(
            service, "DescribeUpdate", target.region, owner.merging(["updateId": id]))["update"]
        guard let update, ["Failed", "Cancelled"].contains(update.text("status") ?? "") else { return }
        let errors = (update["errors"]?.elements ?? []).map {
            "\($0.text("errorCode") ?? "error"): \($0.text("errorMessage") ?? "no message")"
        }
        throw AWSError(
            "UpdateFailed", "The update \(id.text ?? "") has failed. \(errors.joined(separator: "; "))",
            service: service, operation: operation, region: target.region)
    }

    static func updateTags(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await TagUpdates.update(
            target, found, cloud, service: service, tag: "TagResource", untag: "UntagResource",
            id: ["resourceArn": found.attributes["arn"] ?? .null], tagsMember: "tags", keysMember: "tagKeys",
            asMap: true)
    }

    /// The input of a create call: properties, tags and the token.
    static func creation(_ target: Target, _ names: [String]) -> Value {
        EC2Kind.members(names, of: target.properties).merging([
            "tags": IdentityTags.map(for: target), "clientRequestToken": .string(target.token),
        ])
    }

    /// Errors that go away while a role or a cluster becomes usable.
    static func waitReason(for error: AWSError) -> String? {
        switch error.code {
        case "InvalidParameterException" where error.message.contains("could not be assumed"):
            "waits until EKS knows the new role: \(error.message)"
        case "InvalidRequestException" where error.message.contains("not in ACTIVE"):
            "waits until the cluster is active: \(error.message)"
        default: nil
        }
    }
}
