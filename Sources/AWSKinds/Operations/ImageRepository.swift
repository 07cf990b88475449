import CloudCalls
import Digests
import Providers
import Resources
import Values

/// An ECR repository with its lifecycle policy.
///
/// ECR gives the policy of one repository a call. A look at the platform reads those of a few, drawn anew each minute, so
/// that calls don't grow with repositories and a policy that somebody changed is found by one of the next looks.
struct ImageRepository: KindDriver {
    private static let policy = "LifecyclePolicyText"
    /// Policies that one look at a region reads.
    private static let policiesALook = 8

    let schema = KindSchema(
        kind: "AWS::ECR::Repository", service: "ecr", identity: .name(property: "RepositoryName", limit: 256),
        rules: ["RepositoryName", "EncryptionConfiguration"].map { PropertyRule($0, .replaces) }
            + [PropertyRule(Self.policy, .readApart)],
        durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeRepositories", "ListTagsForResource", "GetLifecyclePolicy", TaggedThings.call],
        changes: [
            "CreateRepository", "PutLifecyclePolicy", "PutImageTagMutability",
            "PutImageScanningConfiguration", "TagResource", "UntagResource",
        ],
        deletes: ["DeleteRepository"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = [:]
        if case .one(let target) = scope {
            input["repositoryNames"] = [target.properties["RepositoryName"] ?? .string(target.physicalID)]
        }
        let repositories = try await cloud.pages(
            "ecr", "DescribeRepositories", scope.region, input, items: "repositories", marker: "nextToken",
            next: "nextToken")
        let things = try await TaggedThings(scope, cloud)
        var ours = repositories
        if case .platform(let platform, _) = scope {
            // The platform's repositories lie under its name; others need no further look.
            ours.removeAll { !Self.name($0).hasPrefix(platform + "/") }
        }
        let looked = Self.drawn(ours.map(Self.name), at: cloud.now)
        let region = scope.region
        return try await cloud.each(ours) { (repository) async throws(AWSError) in
            let readsPolicy = looked.contains(Self.name(repository))
            return try await read(repository, readsPolicy: readsPolicy, things, region, cloud)
        }
    }

    private static func name(_ repository: Value) -> String { repository.text("repositoryName") ?? "" }

    private static func drawn(_ names: [String], at moment: Instant) -> Set<String> {
        guard names.count > policiesALook else { return Set(names) }
        let minute = moment.milliseconds / TimeSpan.minutes(1).milliseconds
        let lots = names.map { (lot: SHA256Digest.hex("\(minute)/\($0)"), name: $0) }.sorted { $0 < $1 }
        return Set(lots.prefix(policiesALook).map(\.name))
    }

    private func read(
        _ repository: Value, readsPolicy: Bool, _ things: TaggedThings, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> Found {
        let arn = repository["repositoryArn"] ?? .null
        let tags = try await things.tags(arn.text ?? "") { () async throws(AWSError) in
            IdentityTags.parse(
                try await cloud.read("ecr", "ListTagsForResource", region, ["resourceArn": arn])["tags"])
        }
        var properties: Value = [
            "RepositoryName": repository["repositoryName"] ?? .null,
            "ImageTagMutability": repository["imageTagMutability"] ?? .null,
            "ImageScanningConfiguration": repository["imageScanningConfiguration"] ?? .null,
            "EncryptionConfiguration": repository["encryptionConfiguration"] ?? .null,
        ]
        if readsPolicy {
            do throws(AWSError) {
                let policy = try await cloud.read(
                    "ecr", "GetLifecyclePolicy", region, ["repositoryName": repository["repositoryName"] ?? .null])
                properties[Self.policy] = PolicyDocument.document(policy.text("lifecyclePolicyText"))
            } catch {
                guard error.code == "LifecyclePolicyNotFoundException" else { throw error }
                properties[Self.policy] = .null
            }
        }
        return Found(
            physicalID: repository.text("repositoryName") ?? "", status: .ready, properties: properties,
            attributes: ["RepositoryUri": repository["repositoryUri"] ?? .null, "Arn": arn],
            tags: tags)
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        let properties = target.properties
        try await cloud.call(
            "ecr", "CreateRepository", target.region,
            [
                "repositoryName": properties["RepositoryName"] ?? .null,
                "imageTagMutability": properties["ImageTagMutability"] ?? .null,
                "imageScanningConfiguration": properties["ImageScanningConfiguration"] ?? .null,
                "encryptionConfiguration": properties["EncryptionConfiguration"] ?? .null,
                "tags": IdentityTags.list(for: target),
            ])
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let name: Value = ["repositoryName": .string(found.physicalID)]
        if differences.contains("LifecyclePolicyText") {
            try await cloud.call(
                "ecr", "PutLifecyclePolicy", target.region,
                name.merging([
                    "lifecyclePolicyText": PolicyDocument.text(of: target.properties["LifecyclePolicyText"])
                ]))
        }
        if differences.contains("ImageTagMutability") {
            try await cloud.call(
                "ecr", "PutImageTagMutability", target.region,
                name.merging(["imageTagMutability": target.properties["ImageTagMutability"] ?? .null]))
        }
        if differences.contains("ImageScanningConfiguration") {
            try await cloud.call(
                "ecr", "PutImageScanningConfiguration", target.region,
                name.merging([
                    "imageScanningConfiguration": target.properties["ImageScanningConfiguration"] ?? .null
                ]))
        }
        if differences.contains("Tags") {
            try await TagUpdates.update(
                target, found, cloud, service: "ecr", tag: "TagResource", untag: "UntagResource",
                id: ["resourceArn": found.attributes["Arn"] ?? .null], tagsMember: "tags", keysMember: "tagKeys")
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "ecr", "DeleteRepository", target.region,
            ["repositoryName": .string(found.physicalID), "force": true])
    }
}
