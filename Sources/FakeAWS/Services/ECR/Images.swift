import CloudCalls
import Digests
import Documents
import Values

/// Images of a repository, by digest and tag, and the layers that they are made of.
///
/// A repository keeps `manifests` by digest and `layers` by digest; `images` is what ListImages says of them. Source: ECR API
/// reference, `PutImage`, `BatchGetImage`, `CompleteLayerUpload`.
enum Images {
    static let operations: [String: ServiceDefinition.Handler] = [
        "PutImage": put, "BatchGetImage": get, "DescribeImages": describe, "BatchDeleteImage": delete,
        "InitiateLayerUpload": begin, "UploadLayerPart": upload, "CompleteLayerUpload": complete,
        "BatchCheckLayerAvailability": check,
    ]
    private static let mediaType: Value = "application/vnd.docker.distribution.manifest.v2+json"

    private static func repository(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        try ECR.find(call.required("repositoryName"), call, cloud)
    }

    // MARK: Layers

    @Sendable private static func begin(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try repository(call, cloud)
        let id = cloud.freshID("upload-")
        cloud.update(repository.key) { $0.hidden["uploads"] = ($0.hidden["uploads"] ?? [:]).merging([id: ""]) }
        return ["uploadId": .string(id), "partSize": 20_971_520]
    }

    private static func uploaded(_ repository: CloudObject, _ call: Call) throws(AWSError) -> (String, String) {
        let id = try call.required("uploadId")
        guard let text = repository.hidden["uploads"]?.text(id) else {
            throw AWSError("UploadNotFoundException", "The upload \(id) could not be found in \(repository.id)")
        }
        return (id, text)
    }

    @Sendable private static func upload(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try repository(call, cloud)
        let (id, text) = try uploaded(repository, call)
        let bytes = Base64.decode(text) ?? []
        guard call.input.number("partFirstByte") == bytes.count else {
            throw AWSError(
                "InvalidLayerPartException", "The layer part does not begin where the last one ended: \(bytes.count)")
        }
        let all = bytes + (Base64.decode(call.input.text("layerPartBlob") ?? "") ?? [])
        cloud.update(repository.key) {
            $0.hidden["uploads"] = ($0.hidden["uploads"] ?? [:]).merging([id: .string(Base64.encode(all))])
        }
        return [
            "repositoryName": .string(repository.id), "uploadId": .string(id), "lastByteReceived": .int(all.count - 1),
            "registryId": .string(cloud.account),
        ]
    }

    @Sendable private static func complete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try repository(call, cloud)
        let (id, text) = try uploaded(repository, call)
        let bytes = Base64.decode(text) ?? []
        guard !bytes.isEmpty else { throw AWSError("EmptyUploadException", "The upload \(id) has no parts.") }
        let digest = "sha256:" + SHA256Digest.hex(bytes)
        guard call.input["layerDigests"]?.texts == [digest] else {
            throw AWSError("InvalidLayerException", "The layer's digest is \(digest).")
        }
        guard repository.hidden["layers"]?[digest] == nil else {
            throw AWSError("LayerAlreadyExistsException", "The layer \(digest) is already in \(repository.id)")
        }
        cloud.update(repository.key) {
            $0.hidden["uploads"]?[id] = nil
            $0.hidden["layers"] = ($0.hidden["layers"] ?? [:]).merging([digest: .int(bytes.count)])
        }
        return [
            "repositoryName": .string(repository.id), "uploadId": .string(id), "layerDigest": .string(digest),
            "registryId": .string(cloud.account),
        ]
    }

    @Sendable private static func check(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try repository(call, cloud)
        var layers: [Value] = []
        var failures: [Value] = []
        for digest in call.input["layerDigests"]?.texts ?? [] {
            guard digest.hasPrefix("sha256:") else {
                failures.append([
                    "layerDigest": .string(digest), "failureCode": "InvalidLayerDigest",
                    "failureReason": "Invalid layer digest",
                ])
                continue
            }
            let size = repository.hidden["layers"]?[digest]
            layers.append([
                "layerDigest": .string(digest), "layerAvailability": size == nil ? "UNAVAILABLE" : "AVAILABLE",
                "layerSize": size ?? 0,
            ])
        }
        return ["layers": .list(layers), "failures": .list(failures)]
    }

    // MARK: Images

    @Sendable private static func put(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try repository(call, cloud)
        let text = try call.required("imageManifest")
        let digest = "sha256:" + SHA256Digest.hex(text)
        guard let manifest = try? JSON.value(from: text, file: "manifest") else {
            throw AWSError("InvalidParameterException", "Invalid parameter at 'ImageManifest': it is no JSON.")
        }
        if let told = call.input.text("imageDigest"), told != digest {
            throw AWSError("ImageDigestDoesNotMatchException", "The digest is \(digest) and not \(told).")
        }
        let parts = ([manifest["config"]].compactMap { $0 } + (manifest["layers"]?.elements ?? []))
            .compactMap { $0.text("digest") }
        let missing = parts.filter { repository.hidden["layers"]?[$0] == nil }
        guard missing.isEmpty else {
            throw AWSError("LayersNotFoundException", "The layers \(missing) are not in the repository.")
        }
        let tag = call.input.text("imageTag")
        var all = repository.hidden["manifests"] ?? [:]
        let holder = tag.flatMap { tag in all.members.first { $0.value["tags"]?.texts.contains(tag) == true } }
        if let holder, let tag {
            guard holder.name != digest else {
                throw AWSError("ImageAlreadyExistsException", "Image with digest '\(digest)' and tag '\(tag)' exists.")
            }
            guard repository.attributes.text("imageTagMutability")?.hasPrefix("IMMUTABLE") != true else {
                throw AWSError(
                    "ImageTagAlreadyExistsException",
                    "The image tag '\(tag)' already exists in the '\(repository.id)' repository and cannot be overwritten "
                        + "because the repository is immutable.")
            }
            all[holder.name] = holder.value.merging([
                "tags": .strings((holder.value["tags"]?.texts ?? []).filter { $0 != tag })
            ])
        } else if tag == nil, all[digest] != nil {
            throw AWSError("ImageAlreadyExistsException", "Image with digest '\(digest)' exists.")
        }
        let size = text.utf8.count + parts.reduce(0) { $0 + (repository.hidden["layers"]?.number($1) ?? 0) }
        var image: Value =
            all[digest] ?? [
                "manifest": .string(text), "pushedAt": .string(call.now.timestamp), "size": .int(size),
                "mediaType": call.input["imageManifestMediaType"] ?? manifest["mediaType"] ?? mediaType, "tags": [],
            ]
        if let tag { image["tags"] = .strings((image["tags"]?.texts ?? []) + [tag]) }
        all[digest] = image
        keep(all, in: repository.key, &cloud)
        return ["image": shown(image, digest, tag, repository, cloud)]
    }

    /// `images` goes along: one entry a tag, and one for an image without any.
    private static func keep(_ all: Value, in key: CloudObject.Key, _ cloud: inout Cloud) {
        let ids = all.members.flatMap { pair -> [Value] in
            let tags = pair.value["tags"]?.texts ?? []
            let digest = Value.string(pair.name)
            return tags.isEmpty
                ? [["imageDigest": digest]] : tags.map { ["imageDigest": digest, "imageTag": .string($0)] }
        }
        cloud.update(key) {
            $0.hidden["manifests"] = all
            $0.hidden["images"] = .list(ids)
        }
    }

    private static func shown(
        _ image: Value, _ digest: String, _ tag: String?, _ repository: CloudObject, _ cloud: Cloud
    ) -> Value {
        var id: Value = ["imageDigest": .string(digest)]
        if let tag { id["imageTag"] = .string(tag) }
        return [
            "registryId": .string(cloud.account), "repositoryName": .string(repository.id), "imageId": id,
            "imageManifest": image["manifest"] ?? .null, "imageManifestMediaType": image["mediaType"] ?? .null,
        ]
    }

    /// The digest that an image id means; nil when there is no such image.
    private static func digest(_ id: Value, _ repository: CloudObject) -> String? {
        let all = repository.hidden["manifests"]?.members ?? Members()
        return all.first { pair in
            (id.text("imageDigest").map { $0 == pair.name } ?? true)
                && (id.text("imageTag").map { pair.value["tags"]?.texts.contains($0) == true } ?? true)
        }?.name
    }

    @Sendable private static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try repository(call, cloud)
        var images: [Value] = []
        var failures: [Value] = []
        for id in call.input["imageIds"]?.elements ?? [] {
            if let digest = digest(id, repository), let image = repository.hidden["manifests"]?[digest] {
                images.append(shown(image, digest, id.text("imageTag"), repository, cloud))
            } else {
                failures.append([
                    "imageId": id, "failureCode": "ImageNotFound", "failureReason": "Requested image not found",
                ])
            }
        }
        return ["images": .list(images), "failures": .list(failures)]
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try repository(call, cloud)
        var digests = repository.hidden["manifests"]?.members.map(\.name) ?? []
        if let ids = call.input["imageIds"]?.elements {
            digests = []
            for id in ids {
                guard let digest = digest(id, repository) else {
                    throw AWSError(
                        "ImageNotFoundException",
                        "The image with imageId \(JSON.text(of: id)) does not exist within the repository with name "
                            + "'\(repository.id)' in the registry with id '\(cloud.account)'")
                }
                digests.append(digest)
            }
        }
        let account = cloud.account
        let details = digests.compactMap { digest -> Value? in
            repository.hidden["manifests"]?[digest].map { image in
                [
                    "registryId": .string(account), "repositoryName": .string(repository.id),
                    "imageDigest": .string(digest), "imageTags": image["tags"] ?? [],
                    "imageSizeInBytes": image["size"] ?? 0, "imagePushedAt": image["pushedAt"] ?? .null,
                    "imageManifestMediaType": image["mediaType"] ?? .null,
                ]
            }
        }
        return call.page(
            details, items: "imageDetails", size: "maxResults", limit: 1000, marker: "nextToken", next: "nextToken")
    }

    /// By its tag an image only loses that tag, unless it is the last one (BatchDeleteImage).
    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try repository(call, cloud)
        var all = repository.hidden["manifests"] ?? [:]
        var gone: [Value] = []
        var failures: [Value] = []
        for id in call.input["imageIds"]?.elements ?? [] {
            guard let digest = digest(id, repository), let image = all[digest] else {
                failures.append([
                    "imageId": id, "failureCode": "ImageNotFound", "failureReason": "Requested image not found",
                ])
                continue
            }
            let left = (image["tags"]?.texts ?? []).filter { $0 != id.text("imageTag") }
            if id["imageTag"] != nil, id["imageDigest"] == nil, !left.isEmpty {
                all[digest] = image.merging(["tags": .strings(left)])
            } else {
                all[digest] = nil
            }
            gone.append(id.merging(["imageDigest": .string(digest)]))
        }
        keep(all, in: repository.key, &cloud)
        return ["imageIds": .list(gone), "failures": .list(failures)]
    }
}
