import CloudCalls
import Values

/// How a bucket is set: what of it can be public, how it encrypts, whether it keeps versions, its tags.
enum S3Settings {
    static let blocks = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
    /// What every bucket has that nobody set otherwise (S3 user guide, "Setting default server-side encryption").
    private static let standardEncryption: Value = [
        "Rules": [["ApplyServerSideEncryptionByDefault": ["SSEAlgorithm": "AES256"], "BucketKeyEnabled": false]]
    ]

    @Sendable static func putBlock(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let bucket = try S3.bucket(call, cloud)
        var block: Value = [:]
        for name in blocks { block[name] = call.input["PublicAccessBlockConfiguration"]?[name] ?? false }
        cloud.update(bucket.key) { $0.hidden["block"] = block }
        return [:]
    }

    @Sendable static func getBlock(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["PublicAccessBlockConfiguration": try S3.bucket(call, cloud).hidden["block"] ?? [:]]
    }

    @Sendable static func putEncryption(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let bucket = try S3.bucket(call, cloud)
        let rules = call.input["ServerSideEncryptionConfiguration"]?["Rules"]?.elements ?? []
        guard rules.count == 1,
            let algorithm = rules[0]["ApplyServerSideEncryptionByDefault"]?.text("SSEAlgorithm"),
            ["AES256", "aws:kms", "aws:kms:dsse"].contains(algorithm)
        else {
            throw S3.malformed
        }
        cloud.update(bucket.key) { $0.hidden["encryption"] = call.input["ServerSideEncryptionConfiguration"] }
        return [:]
    }

    @Sendable static func getEncryption(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["ServerSideEncryptionConfiguration": try S3.bucket(call, cloud).hidden["encryption"] ?? standardEncryption]
    }

    /// The algorithm that objects of a bucket are encrypted by.
    static func algorithm(of bucket: CloudObject) -> Value {
        (bucket.hidden["encryption"] ?? standardEncryption)["Rules"]?.elements.first?[
            "ApplyServerSideEncryptionByDefault"]?["SSEAlgorithm"] ?? "AES256"
    }

    @Sendable static func putVersioning(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let bucket = try S3.bucket(call, cloud)
        guard let status = call.input["VersioningConfiguration"]?.text("Status"),
            ["Enabled", "Suspended"].contains(status)
        else {
            throw S3.refusal(
                "IllegalVersioningConfigurationException",
                "The Versioning element must be specified", 400)
        }
        cloud.update(bucket.key) { $0.hidden["versioning"] = .string(status) }
        return [:]
    }

    /// A bucket that never had versions says nothing (GetBucketVersioning).
    @Sendable static func getVersioning(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let status = try S3.bucket(call, cloud).hidden["versioning"]
        return status.map { ["Status": $0] } ?? [:]
    }

    @Sendable static func putTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let bucket = try S3.bucket(call, cloud)
        let tags = Call.tags(call.input["Tagging"]?["TagSet"])
        cloud.update(bucket.key) { $0.tags = tags }
        return [:]
    }

    @Sendable static func getTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let bucket = try S3.bucket(call, cloud)
        guard !bucket.tags.isEmpty else { throw S3.refusal("NoSuchTagSet", "The TagSet does not exist", 404) }
        return ["TagSet": bucket.tagList]
    }
}
