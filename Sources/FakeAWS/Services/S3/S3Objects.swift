import CloudCalls
import Digests
import Values

/// Objects, each with its versions, the newest first.
///
/// A version is an object with `VersionId`, `Size`, `ETag`, `LastModified` and the body in base64; or a delete marker.
enum S3Objects {
    static let versions = "versions"
    private static let head = ["ContentType", "CacheControl", "ContentEncoding", "ContentDisposition", "Metadata"]
    /// The version of an object that was written while its bucket kept none.
    private static let unversioned: Value = "null"

    static func key(_ bucket: CloudObject, _ name: String) -> CloudObject.Key {
        CloudObject.Key(S3.objectType, bucket.region, "\(bucket.id)/\(name)")
    }

    /// Every object of a bucket by name, those that are only versions any more included.
    static func all(of bucket: CloudObject, _ cloud: Cloud) -> [(name: String, object: CloudObject)] {
        let prefix = bucket.id + "/"
        return cloud.allEvenHidden(S3.objectType, bucket.region).filter { $0.id.hasPrefix(prefix) }
            .map { (String($0.id.dropFirst(prefix.count)), $0) }.sorted {
                Array($0.0.utf8).lexicographicallyPrecedes(Array($1.0.utf8))
            }
    }

    static func versions(of object: CloudObject?) -> [Value] { object?.hidden[versions]?.elements ?? [] }

    /// The newest version, when it is no delete marker.
    static func newest(_ object: CloudObject?) -> Value? {
        versions(of: object).first.flatMap { $0["IsMarker"] == nil ? $0 : nil }
    }

    // MARK: Writing

    @Sendable static func put(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let bucket = try S3.bucket(call, cloud)
        let name = try call.required("Key")
        guard name.utf8.count <= 1024 else { throw S3.refusal("KeyTooLongError", "Your key is too long", 400) }
        let key = key(bucket, name)
        let body = call.input.text("Body").map { Base64.decode($0) ?? Array($0.utf8) } ?? []
        let digest = MessageDigest.md5(body)
        if let told = call.input.text("ContentMD5"), told != Base64.encode(digest) {
            throw S3.refusal("BadDigest", "The Content-MD5 you specified did not match what we received.", 400)
        }
        let etag = "\"\(Hexadecimal.text(digest))\""
        try checkConditions(call, newest(cloud.objects[key]))
        var version: Value = [
            "VersionId": bucket.hidden.text("versioning") == "Enabled"
                ? .string(cloud.freshID("", digits: 32)) : unversioned,
            "ETag": .string(etag), "Size": .int(body.count), "LastModified": .string(call.now.timestamp),
            "Body": .string(Base64.encode(body)),
            "ServerSideEncryption": call.input["ServerSideEncryption"] ?? S3Settings.algorithm(of: bucket),
        ]
        for name in head { version[name] = call.input[name] }
        // It is made of fields' names, so that an answer always has it.
        version["Metadata"] = call.input["Metadata"] ?? [:]
        version["ContentType"] = version["ContentType"] ?? "binary/octet-stream"
        add(version, key, call.now, &cloud)
        return answer(version, ["ETag", "ServerSideEncryption"])
    }

    /// `If-None-Match: *` wants no object, `If-Match` the very one (S3 user guide, "Conditional writes").
    private static func checkConditions(_ call: Call, _ present: Value?) throws(AWSError) {
        if let unwanted = call.input.text("IfNoneMatch") {
            guard unwanted == "*" else {
                // S3's own word for every other value (PutObject, If-None-Match).
                throw S3.refusal(
                    "NotImplemented", "A header you provided implies functionality that is not implemented", 501)
            }
            if present != nil { throw S3.preconditionFailed }
        }
        if let wanted = call.input.text("IfMatch") {
            guard let present else { throw S3.noSuchKey }
            guard wanted == "*" || quoted(wanted) == present.text("ETag") else { throw S3.preconditionFailed }
        }
    }

    private static func quoted(_ etag: String) -> String { etag.hasPrefix("\"") ? etag : "\"\(etag)\"" }

    /// Puts a version in front; one without a name of its own takes the place of the other such.
    private static func add(_ version: Value, _ key: CloudObject.Key, _ now: Instant, _ cloud: inout Cloud) {
        let older = versions(of: cloud.objects[key]).filter { $0["VersionId"] != version["VersionId"] }
        if cloud.objects[key] == nil { cloud.insert(CloudObject(key, attributes: [:], createdAt: now)) }
        cloud.update(key) { $0.hidden[versions] = .list([version] + older) }
    }

    private static func answer(_ version: Value, _ names: [String]) -> Value {
        var answer: Value = [:]
        for name in names { answer[name] = version[name] }
        if version["VersionId"] != unversioned { answer["VersionId"] = version["VersionId"] }
        return answer
    }

    // MARK: Reading

    private static func found(_ call: Call, _ cloud: Cloud) throws(AWSError) -> Value {
        let bucket = try S3.bucket(call, cloud)
        let object = cloud.objects[key(bucket, try call.required("Key"))]
        let version: Value?
        if let id = call.input.text("VersionId") {
            guard let named = versions(of: object).first(where: { $0.text("VersionId") == id }) else {
                throw S3.refusal("NoSuchVersion", "The specified version does not exist.", 404)
            }
            guard named["IsMarker"] == nil else {
                throw S3.refusal(
                    "MethodNotAllowed", "The specified method is not allowed against this resource.", 405)
            }
            version = named
        } else {
            version = newest(object)
        }
        guard let version else { throw S3.noSuchKey }
        if let wanted = call.input.text("IfMatch"), quoted(wanted) != version.text("ETag") {
            throw S3.preconditionFailed
        }
        if let known = call.input.text("IfNoneMatch"), quoted(known) == version.text("ETag") {
            throw S3.refusal("NotModified", "Not Modified", 304)
        }
        return version
    }

    @Sendable static func head(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let version = try found(call, cloud)
        return answer(version, ["ETag", "LastModified", "ServerSideEncryption"] + head)
            .merging(["ContentLength": version["Size"] ?? 0, "AcceptRanges": "bytes"])
    }

    @Sendable static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let version = try found(call, cloud)
        return answer(version, ["ETag", "LastModified", "ServerSideEncryption", "Body"] + head)
            .merging(["ContentLength": version["Size"] ?? 0, "AcceptRanges": "bytes"])
    }

    // MARK: Deleting

    /// What isn't there can be deleted, too (DeleteObject).
    @Sendable static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let bucket = try S3.bucket(call, cloud)
        let key = key(bucket, try call.required("Key"))
        if call.input.text("IfMatch") != nil { try checkConditions(call, newest(cloud.objects[key])) }
        return remove(key, call.input.text("VersionId"), bucket, call.now, &cloud)
    }

    private static func remove(
        _ key: CloudObject.Key, _ id: String?, _ bucket: CloudObject, _ now: Instant, _ cloud: inout Cloud
    ) -> Value {
        if let id {
            let left = versions(of: cloud.objects[key]).filter { $0.text("VersionId") != id }
            if left.isEmpty { cloud.remove(key) } else { cloud.update(key) { $0.hidden[versions] = .list(left) } }
            return ["VersionId": .string(id)]
        }
        guard let versioning = bucket.hidden.text("versioning") else {
            cloud.remove(key)
            return [:]
        }
        let marker: Value = [
            "VersionId": versioning == "Enabled" ? .string(cloud.freshID("", digits: 32)) : unversioned,
            "IsMarker": true, "LastModified": .string(now.timestamp),
        ]
        add(marker, key, now, &cloud)
        return ["DeleteMarker": true, "VersionId": marker["VersionId"] ?? .null]
    }

    @Sendable static func deleteMany(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let bucket = try S3.bucket(call, cloud)
        let wanted = call.input["Delete"]?["Objects"]?.elements ?? []
        guard (1...1000).contains(wanted.count) else {
            throw S3.malformed
        }
        var deleted: [Value] = []
        for one in wanted {
            let removed = remove(
                key(bucket, one.text("Key") ?? ""), one.text("VersionId"), bucket, call.now, &cloud)
            var told = one
            if removed["DeleteMarker"] != nil {
                told["DeleteMarker"] = true
                told["DeleteMarkerVersionId"] = removed["VersionId"]
            }
            deleted.append(told)
        }
        return call.input["Delete"]?["Quiet"]?.flag == true ? [:] : ["Deleted": .list(deleted)]
    }
}
