import CloudCalls
import Providers
import Resources
import Values

/// A rule by which a registry copies the images of some repositories to other regions, known by their prefix.
///
/// A registry has one configuration for all who use the account, so the others' rules are read and written back with
/// ours. Only what is pushed from then on is copied (ECR user guide, "Private image replication").
struct ImageReplication: KindDriver {
    let schema = KindSchema(
        kind: "AWS::ECR::ReplicationConfiguration", service: "ecr", identity: .naturalKey,
        rules: [PropertyRule("RepositoryPrefix", .replaces), PropertyRule("Destinations", .unordered)],
        durations: .instant)

    func naturalKey(of properties: Value) -> String? { properties.text("RepositoryPrefix") }

    private func rules(in region: String, _ cloud: CloudAccess) async throws(AWSError) -> [Value] {
        try await cloud.read("ecr", "DescribeRegistry", region, [:])["replicationConfiguration"]?["rules"]?.elements
            ?? []
    }

    /// The prefix of a rule as we write them; nil for one that others wrote differently.
    private static func prefix(of rule: Value) -> String? {
        let filters = rule["repositoryFilters"]?.elements ?? []
        guard filters.count == 1, filters[0].text("filterType") == "PREFIX_MATCH" else { return nil }
        return filters[0].text("filter")
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        try await rules(in: scope.region, cloud).compactMap { rule in
            guard let prefix = Self.prefix(of: rule) else { return nil }
            return Found(
                physicalID: prefix, status: .ready,
                properties: [
                    "RepositoryPrefix": .string(prefix),
                    "Destinations": .list(
                        (rule["destinations"]?.elements ?? []).map {
                            ["Region": $0["region"] ?? .null, "RegistryId": $0["registryId"] ?? .null]
                        }),
                ], attributes: [:], naturalKey: prefix)
        }
    }

    /// Writes all rules, with ours or without.
    private func put(
        _ prefix: String, _ destinations: [Value]?, in region: String, _ cloud: CloudAccess
    ) async throws(AWSError) {
        var all = try await rules(in: region, cloud).filter { Self.prefix(of: $0) != prefix }
        if let destinations {
            all.append([
                "destinations": .list(
                    destinations.map { ["region": $0["Region"] ?? .null, "registryId": $0["RegistryId"] ?? .null] }),
                "repositoryFilters": [["filter": .string(prefix), "filterType": "PREFIX_MATCH"]],
            ])
        }
        try await cloud.call(
            "ecr", "PutReplicationConfiguration", region, ["replicationConfiguration": ["rules": .list(all)]])
    }

    private func put(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await put(
            target.properties.text("RepositoryPrefix") ?? "", target.properties["Destinations"]?.elements ?? [],
            in: target.region, cloud)
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) { try await put(target, cloud) }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        try await put(target, cloud)
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await put(found.physicalID, nil, in: target.region, cloud)
    }
}
