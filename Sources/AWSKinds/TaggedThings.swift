import CloudCalls
import Providers
import Values

/// The tags of a region's things by ARN, a hundred a page, for services that tell them only one thing at a time.
///
/// What the tagging API doesn't know may still be ours, so the owning service is asked about it: the API doesn't take
/// every kind, and a fresh thing comes to it late. It also lists what was deleted, so it never says what there is.
/// Source: tagging API reference, `GetResources` and "Supported services".
struct TaggedThings {
    /// As kinds declare it, see `KindCalls`.
    static let call = "resourcegroupstaggingapi.GetResources"
    /// Whose tags are read here. One list for all kinds, so that they share the pages.
    private static let services: Value = [
        "acm", "cloudfront", "cloudwatch", "ecr", "elasticache", "elasticloadbalancing", "kms", "logs", "rds",
        "route53",
        "sns", "ssm",
    ]

    private let known: [String: Value]

    /// Reads a platform's tags of a region; of a single target nothing, since its service knows best.
    init(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) {
        guard case .platform(let platform, let region) = scope else {
            known = [:]
            return
        }
        let mappings = try await cloud.pages(
            "resourcegroupstaggingapi", "GetResources", region,
            [
                "ResourceTypeFilters": Self.services, "ResourcesPerPage": 100,
                "TagFilters": [["Key": .string(IdentityTags.platform), "Values": [.string(platform)]]],
            ], items: "ResourceTagMappingList", marker: "PaginationToken", next: "PaginationToken")
        known = Dictionary(mappings.map { ($0.text("ResourceARN") ?? "", $0["Tags"] ?? []) }) { first, _ in first }
    }

    /// The tags of a thing of the platform; nil when only its service can tell them.
    func tags(_ arn: String) -> [String: String]? { known[arn].map { IdentityTags.parse($0) } }

    /// The tags of a thing, else what the service says of it.
    func tags(
        _ arn: String, else ask: () async throws(AWSError) -> [String: String]
    ) async throws(AWSError) -> [String: String] {
        if let tags = tags(arn) { return tags }
        return try await ask()
    }
}
