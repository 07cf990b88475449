import CloudCalls
import Providers
import Values

/// Changes of tags by EC2's own operations, which serve every EC2 kind.
enum EC2Tags {
    /// Writes our identity on an object that has none.
    static func claim(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        let found = try await cloud.pages(
            "ec2", "DescribeTags", target.region,
            ["Filters": [["Name": "resource-id", "Values": [.string(target.physicalID)]]]], items: "Tags")
        try Ownership.checkFree(target, tags: IdentityTags.parse(.list(found)), service: "ec2")
        try await cloud.call(
            "ec2", "CreateTags", target.region,
            ["Resources": [.string(target.physicalID)], "Tags": IdentityTags.list(for: target)])
    }

    /// Takes our identity away again.
    static func release(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "ec2", "DeleteTags", target.region,
            [
                "Resources": [.string(target.physicalID)],
                "Tags": .list(IdentityTags.tags(for: target).map { ["Key": .string($0.key)] }),
            ])
    }

    /// Makes the object's tags those of the target; those of others stay.
    static func update(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let surplus = IdentityTags.surplus(found.tags, for: target)
        try await cloud.call(
            "ec2", "CreateTags", target.region,
            ["Resources": [.string(found.physicalID)], "Tags": IdentityTags.list(for: target)])
        guard !surplus.isEmpty else { return }
        try await cloud.call(
            "ec2", "DeleteTags", target.region,
            ["Resources": [.string(found.physicalID)], "Tags": .list(surplus.map { ["Key": .string($0)] })])
    }
}
