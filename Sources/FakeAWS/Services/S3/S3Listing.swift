import CloudCalls
import Digests
import Values

/// Lists of objects and of their versions, by prefix and delimiter (ListObjectsV2, ListObjectVersions).
enum S3Listing {
    /// The account as S3 names owners.
    static func owner(_ cloud: Cloud) -> String { SHA256Digest.hex("canonical/\(cloud.account)") }

    /// One line of a list: an object, or the common prefix of many.
    private struct Line {
        let name: String
        var isPrefix = false
        var values: [Value] = []
    }

    private static func lines(
        _ call: Call, _ cloud: Cloud, _ values: (String, CloudObject) -> [Value]
    ) throws(AWSError) -> [Line] {
        let bucket = try S3.bucket(call, cloud)
        let prefix = call.input.text("Prefix") ?? ""
        let delimiter = call.input.text("Delimiter") ?? ""
        var lines: [Line] = []
        for (name, object) in S3Objects.all(of: bucket, cloud) where name.hasPrefix(prefix) {
            let values = values(name, object)
            guard !values.isEmpty else { continue }
            let rest = String(name.dropFirst(prefix.count))
            let parts = delimiter.isEmpty ? [rest] : rest.components(delimiter)
            guard parts.count > 1 else {
                lines.append(Line(name: name, values: values))
                continue
            }
            let common = prefix + parts[0] + delimiter
            if lines.last?.name != common { lines.append(Line(name: common, isPrefix: true)) }
        }
        return lines
    }

    @Sendable static func objects(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let start = call.input.text("ContinuationToken") ?? call.input.text("StartAfter") ?? ""
        let all = try lines(call, cloud) { name, object in
            guard let version = S3Objects.newest(object) else { return [] }
            var shown: Value = ["Key": .string(name), "StorageClass": "STANDARD"]
            for member in ["ETag", "Size", "LastModified"] { shown[member] = version[member] }
            return [shown]
        }.filter { start.isEmpty || Array(start.utf8).lexicographicallyPrecedes(Array($0.name.utf8)) }
        let size = min(max(call.input.number("MaxKeys") ?? 1000, 0), 1000)
        let page = all.prefix(size)
        var output: Value = [
            "Name": call.input["Bucket"] ?? .null, "Prefix": call.input["Prefix"] ?? "", "MaxKeys": .int(size),
            "KeyCount": .int(page.count), "IsTruncated": .bool(page.count < all.count),
            "Contents": .list(page.flatMap(\.values)),
            "CommonPrefixes": .list(page.filter(\.isPrefix).map { ["Prefix": .string($0.name)] }),
        ]
        for name in ["Delimiter", "StartAfter", "ContinuationToken"] { output[name] = call.input[name] }
        if page.count < all.count { output["NextContinuationToken"] = page.last.map { .string($0.name) } ?? .null }
        return output.compacted
    }

    @Sendable static func versions(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let owner: Value = ["ID": .string(owner(cloud))]
        let all = try lines(call, cloud) { name, object in
            S3Objects.versions(of: object).enumerated().map { index, version in
                var shown: Value = [
                    "Key": .string(name), "IsLatest": .bool(index == 0), "Owner": owner,
                ]
                for member in ["VersionId", "ETag", "Size", "LastModified", "IsMarker"] {
                    shown[member] = version[member]
                }
                if version["IsMarker"] == nil { shown["StorageClass"] = "STANDARD" }
                return shown
            }
        }
        var listed: [Value] = []
        var markers: [Value] = []
        for value in all.flatMap(\.values) {
            var shown = value
            shown["IsMarker"] = nil
            if value["IsMarker"] == nil { listed.append(shown) } else { markers.append(shown) }
        }
        return [
            "Name": call.input["Bucket"] ?? .null, "Prefix": call.input["Prefix"] ?? "", "MaxKeys": 1000,
            "IsTruncated": false, "Versions": .list(listed), "DeleteMarkers": .list(markers),
            "CommonPrefixes": .list(all.filter(\.isPrefix).map { ["Prefix": .string($0.name)] }),
        ]
    }
}
