import CloudCalls
import Values

/// What FakeAWS answers for `s3`: buckets and how they are set, objects in versions, conditional writes.
///
/// Not there: uploads in parts, copies, ranges, access lists and policies. Source: S3 API reference and user guide.
enum S3 {
    static let definition = ServiceDefinition(
        service: "s3",
        operations: [
            "CreateBucket": create, "HeadBucket": head, "DeleteBucket": delete, "ListBuckets": list,
            "GetBucketLocation": location, "PutPublicAccessBlock": S3Settings.putBlock,
            "GetPublicAccessBlock": S3Settings.getBlock, "PutBucketEncryption": S3Settings.putEncryption,
            "GetBucketEncryption": S3Settings.getEncryption, "PutBucketVersioning": S3Settings.putVersioning,
            "GetBucketVersioning": S3Settings.getVersioning, "PutBucketTagging": S3Settings.putTags,
            "GetBucketTagging": S3Settings.getTags, "PutObject": S3Objects.put, "GetObject": S3Objects.get,
            "HeadObject": S3Objects.head, "DeleteObject": S3Objects.delete, "DeleteObjects": S3Objects.deleteMany,
            "ListObjectsV2": S3Listing.objects, "ListObjectVersions": S3Listing.versions,
        ])

    static let bucketType = "AWS::S3::Bucket"
    static let objectType = "AWS::S3::Object"

    static func refusal(_ code: String, _ message: String, _ status: Int) -> AWSError {
        var error = AWSError(code, message)
        error.status = status
        return error
    }

    static let noSuchKey = refusal("NoSuchKey", "The specified key does not exist.", 404)
    static let preconditionFailed = refusal(
        "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412)
    static let malformed = refusal(
        "MalformedXML", "The XML you provided was not well-formed or did not validate", 400)

    /// A bucket by its name, which is nobody else's in any region.
    static func named(_ name: String, _ cloud: Cloud) -> CloudObject? {
        cloud.regions(of: bucketType).lazy.compactMap { cloud.object(bucketType, $0, name) }.first
    }

    /// The bucket of a call, which must be for the bucket's own region and, where it says so, owner.
    static func bucket(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        guard let bucket = named(try call.required("Bucket"), cloud) else {
            throw refusal("NoSuchBucket", "The specified bucket does not exist", 404)
        }
        guard bucket.region == call.region else {
            throw refusal(
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; the region '\(call.region)' is wrong; expecting "
                    + "'\(bucket.region)'", 400)
        }
        if let owner = call.input.text("ExpectedBucketOwner"), owner != cloud.account {
            throw refusal("AccessDenied", "Access Denied", 403)
        }
        return bucket
    }

    // MARK: Buckets

    /// Bucket naming rules, S3 user guide: 3 to 63 lower-case letters, digits, dots and hyphens, whose first and last
    /// are letters or digits.
    private static func isName(_ name: String) -> Bool {
        func isInner(_ byte: UInt8) -> Bool {
            (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "-")
        }
        func isOuter(_ byte: UInt8?) -> Bool { byte.map { (97...122).contains($0) || (48...57).contains($0) } ?? false }
        return (3...63).contains(name.utf8.count) && name.utf8.allSatisfy(isInner) && isOuter(name.utf8.first)
            && isOuter(name.utf8.last) && !name.contains("..")
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("Bucket")
        guard isName(name) else { throw refusal("InvalidBucketName", "The specified bucket is not valid.", 400) }
        let home = call.input["CreateBucketConfiguration"]?.text("LocationConstraint") ?? "us-east-1"
        guard home == call.region else {
            throw refusal(
                "IllegalLocationConstraintException",
                "The \(home == "us-east-1" ? "unspecified" : home) location constraint is incompatible for the region "
                    + "specific endpoint this request was sent to.", 400)
        }
        let answer: Value = ["Location": .string("/\(name)"), "BucketArn": .string("arn:aws:s3:::\(name)")]
        if let known = named(name, cloud) {
            // Only there is making one's own bucket again no mistake (CreateBucket).
            if known.region == "us-east-1", call.region == "us-east-1" { return answer }
            throw refusal(
                "BucketAlreadyOwnedByYou",
                "Your previous request to create the named bucket succeeded and you already own it.", 409)
        }
        var everything: Value = [:]
        // What a new bucket has since April 2023 (S3 user guide, "Default settings for new S3 buckets").
        for name in S3Settings.blocks { everything[name] = true }
        cloud.insert(
            CloudObject(
                CloudObject.Key(bucketType, call.region, name),
                attributes: ["Name": .string(name), "CreationDate": .string(call.now.timestamp)],
                hidden: ["block": everything],
                tags: Call.tags(call.input["CreateBucketConfiguration"]?["Tags"]), createdAt: call.now))
        return answer
    }

    @Sendable private static func head(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let bucket = try bucket(call, cloud)
        return [
            "BucketRegion": .string(bucket.region), "BucketArn": .string("arn:aws:s3:::\(bucket.id)"),
            "AccessPointAlias": false,
        ]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let bucket = try bucket(call, cloud)
        guard S3Objects.all(of: bucket, cloud).isEmpty else {
            let isVersioned = bucket.hidden.text("versioning") != nil
            throw refusal(
                "BucketNotEmpty",
                "The bucket you tried to delete is not empty"
                    + (isVersioned ? ". You must delete all versions in the bucket." : ""), 409)
        }
        cloud.remove(bucket.key)
        return [:]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let prefix = call.input.text("Prefix") ?? ""
        let region = call.input.text("BucketRegion")
        let all = cloud.regions(of: bucketType).filter { region == nil || $0 == region }
            .flatMap { cloud.all(bucketType, $0) }.filter { $0.id.hasPrefix(prefix) }.sorted { $0.id < $1.id }
        let page = call.page(
            all.map { $0.attributes.merging(["BucketRegion": .string($0.region)]) }, items: "Buckets",
            size: "MaxBuckets", limit: 10_000, marker: "ContinuationToken", next: "ContinuationToken")
        return page.merging(["Owner": ["ID": .string(S3Listing.owner(cloud))]])
    }

    /// A bucket of us-east-1 has no constraint (GetBucketLocation).
    @Sendable private static func location(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let region = try bucket(call, cloud).region
        return region == "us-east-1" ? [:] : ["LocationConstraint": .string(region)]
    }
}
