import CloudCalls
import Providers
import Resources
import Values

/// A key's stable name.
struct KeyAlias: KindDriver {
    let schema = KindSchema(
        kind: "AWS::KMS::Alias", service: "kms", identity: .naturalKey,
        rules: [PropertyRule("AliasName", .replaces)], durations: .instant)
    let calls = KindCalls(
        reads: ["ListAliases"],
        changes: ["CreateAlias", "UpdateAlias"],
        deletes: ["DeleteAlias"])

    func naturalKey(of properties: Value) -> String? { properties.text("AliasName") }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        try await cloud.pages(
            "kms", "ListAliases", scope.region, [:], items: "Aliases", marker: "Marker", next: "NextMarker"
        ).map { alias in
            Found(
                physicalID: alias.text("AliasName") ?? "", status: .ready,
                properties: EC2Kind.members(["AliasName", "TargetKeyId"], of: alias),
                attributes: EC2Kind.members(["AliasName"], of: alias), naturalKey: alias.text("AliasName") ?? "")
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("kms", "CreateAlias", target.region, target.properties)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        try await cloud.call("kms", "UpdateAlias", target.region, target.properties)
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("kms", "DeleteAlias", target.region, ["AliasName": .string(found.physicalID)])
    }
}
