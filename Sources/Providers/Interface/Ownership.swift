public import CloudCalls

/// Whose an object is, by its tags.
public enum Ownership {
    /// Lets pass what is nobody's.
    /// - Throws: `Provider.Taken` for what a platform has.
    public static func checkFree(_ target: Target, tags: [String: String], service: String) throws(AWSError) {
        guard let owner = tags[IdentityTags.platform], !owner.isEmpty else { return }
        throw AWSError(
            "Provider.Taken",
            "\(target.physicalID) is \(tags[IdentityTags.address] ?? "something") of the platform \(owner).",
            service: service, operation: "import", region: target.region)
    }
}
