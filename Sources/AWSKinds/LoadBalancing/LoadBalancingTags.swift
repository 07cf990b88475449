import CloudCalls
import Providers
import Values

/// Tags of ELBv2's types, which lists leave out: DescribeTags gives those of up to 20 objects a call (API reference).
enum LoadBalancingTags {
    static let service = "elbv2"

    /// The tags by ARN; an object that went meanwhile has none.
    static func read(
        _ arns: [String], _ scope: ListScope, _ cloud: CloudAccess
    ) async throws(AWSError) -> [String: [String: String]] {
        let region = scope.region
        let things = try await TaggedThings(scope, cloud)
        var tags: [String: [String: String]] = [:]
        for arn in arns { tags[arn] = things.tags(arn) }
        var rest = arns.filter { tags[$0] == nil }[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(20))
            rest = rest.dropFirst(20)
            do throws(AWSError) {
                try await readPart(some, region, cloud, into: &tags)
            } catch {
                guard error.code.hasSuffix("NotFound") else { throw error }
                // One that was just deleted fails the call for all.
                for arn in some where some.count > 1 {
                    do throws(AWSError) {
                        try await readPart([arn], region, cloud, into: &tags)
                    } catch {
                        guard error.code.hasSuffix("NotFound") else { throw error }
                    }
                }
            }
        }
        return tags
    }

    private static func readPart(
        _ arns: [String], _ region: String, _ cloud: CloudAccess, into tags: inout [String: [String: String]]
    ) async throws(AWSError) {
        let output = try await cloud.read(service, "DescribeTags", region, ["ResourceArns": .strings(arns)])
        for description in output["TagDescriptions"]?.elements ?? [] {
            tags[description.text("ResourceArn") ?? ""] = IdentityTags.parse(description["Tags"])
        }
    }

    static func update(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await TagUpdates.update(
            target, found, cloud, service: service, tag: "AddTags", untag: "RemoveTags",
            id: ["ResourceArns": [.string(found.physicalID)]])
    }

    /// All pages of a describe operation.
    static func pages(
        _ operation: String, _ region: String, _ input: Value, items: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [Value] {
        try await cloud.pages(service, operation, region, input, items: items, marker: "Marker", next: "NextMarker")
    }

    /// The input that selects what a scope asks for: one by name or ARN, or all.
    static func selection(_ scope: ListScope, arns: String) -> Value {
        guard case .one(let target) = scope else { return [:] }
        if let name = target.properties["Name"] { return ["Names": [name]] }
        return [arns: [.string(target.physicalID)]]
    }
}
