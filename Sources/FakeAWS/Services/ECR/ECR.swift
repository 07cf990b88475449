import CloudCalls
import Values

/// What FakeAWS answers for `ecr`: repositories, their lifecycle policies, and where a registry's images are copied to.
enum ECR {
    static let definition = ServiceDefinition(
        service: "ecr",
        operations: Images.operations.merging([
            "CreateRepository": create, "DescribeRepositories": describe, "DeleteRepository": delete,
            "PutLifecyclePolicy": putLifecycle, "GetLifecyclePolicy": getLifecycle,
            "PutImageTagMutability": putMutability, "PutImageScanningConfiguration": putScanning,
            "ListTagsForResource": listTags, "TagResource": tag, "UntagResource": untag, "ListImages": listImages,
            "DescribeRegistry": describeRegistry, "PutReplicationConfiguration": putReplication,
        ]) { first, _ in first })

    private static let type = "AWS::ECR::Repository"

    static func find(_ name: String, _ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        guard let repository = cloud.object(type, call.region, name) else {
            throw AWSError(
                "RepositoryNotFoundException", "The repository with name '\(name)' does not exist in the registry")
        }
        return repository
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("repositoryName")
        guard cloud.object(type, call.region, name) == nil else {
            throw AWSError("RepositoryAlreadyExistsException", "The repository with name '\(name)' already exists")
        }
        let object = CloudObject(
            CloudObject.Key(type, call.region, name),
            attributes: [
                "repositoryName": .string(name), "registryId": .string(cloud.account),
                "repositoryArn": .string("arn:aws:ecr:\(call.region):\(cloud.account):repository/\(name)"),
                "repositoryUri": .string("\(cloud.account).dkr.ecr.\(call.region).amazonaws.com/\(name)"),
                "createdAt": .string(call.now.timestamp),
                "imageTagMutability": call.input["imageTagMutability"] ?? "MUTABLE",
                "imageScanningConfiguration": call.input["imageScanningConfiguration"] ?? ["scanOnPush": false],
                "encryptionConfiguration": call.input["encryptionConfiguration"] ?? ["encryptionType": "AES256"],
            ], tags: Call.tags(call.input["tags"]), createdAt: call.now)
        cloud.insert(object)
        return ["repository": object.attributes]
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let names = call.input["repositoryNames"]?.texts
        for name in names ?? [] { _ = try find(name, call, cloud) }
        let all = cloud.all(type, call.region).filter { names?.contains($0.id) ?? true }.map(\.attributes)
        return call.page(
            all, items: "repositories", size: "maxResults", marker: "nextToken", next: "nextToken")
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try find(call.required("repositoryName"), call, cloud)
        let images = repository.hidden["images"]?.elements ?? []
        guard images.isEmpty || call.input["force"]?.flag == true else {
            throw AWSError("RepositoryNotEmptyException", "The repository '\(repository.id)' still contains images")
        }
        cloud.remove(repository.key)
        return ["repository": repository.attributes]
    }

    @Sendable private static func putLifecycle(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try find(call.required("repositoryName"), call, cloud)
        let text = try call.required("lifecyclePolicyText")
        cloud.update(repository.key) { $0.hidden["lifecycle"] = .string(text) }
        return ["repositoryName": .string(repository.id), "lifecyclePolicyText": .string(text)]
    }

    @Sendable private static func getLifecycle(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try find(call.required("repositoryName"), call, cloud)
        guard let text = repository.hidden["lifecycle"] else {
            throw AWSError("LifecyclePolicyNotFoundException", "Lifecycle policy does not exist")
        }
        return ["repositoryName": .string(repository.id), "lifecyclePolicyText": text]
    }

    @Sendable private static func putMutability(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try find(call.required("repositoryName"), call, cloud)
        cloud.update(repository.key) { $0.attributes["imageTagMutability"] = call.input["imageTagMutability"] }
        return [:]
    }

    @Sendable private static func putScanning(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try find(call.required("repositoryName"), call, cloud)
        cloud.update(repository.key) {
            $0.attributes["imageScanningConfiguration"] = call.input["imageScanningConfiguration"]
        }
        return [:]
    }

    private static func named(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        try find((try call.required("resourceArn")).components(":repository/").last ?? "", call, cloud)
    }

    @Sendable private static func listTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["tags": try named(call, cloud).tagList]
    }

    @Sendable private static func tag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.update(try named(call, cloud).key) { $0.tags.merge(Call.tags(call.input["tags"])) { $1 } }
        return [:]
    }

    @Sendable private static func untag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try named(call, cloud)
        cloud.update(repository.key) { for key in call.input["tagKeys"]?.texts ?? [] { $0.tags[key] = nil } }
        return [:]
    }

    @Sendable private static func listImages(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let repository = try find(call.required("repositoryName"), call, cloud)
        return ["imageIds": repository.hidden["images"] ?? []]
    }

    // MARK: The registry, one in an account and region

    private static func registry(_ call: Call, _ cloud: Cloud) -> CloudObject.Key {
        CloudObject.Key("AWS::ECR::Registry", call.region, cloud.account)
    }

    @Sendable private static func describeRegistry(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let rules = cloud.objects[registry(call, cloud)]?.attributes["rules"] ?? []
        return ["registryId": .string(cloud.account), "replicationConfiguration": ["rules": rules]]
    }

    /// It replaces the whole configuration (ECR API reference, PutReplicationConfiguration: at most 10 rules with 25
    /// destinations in all, of which none is the registry itself).
    @Sendable private static func putReplication(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let configuration = call.input["replicationConfiguration"] ?? [:]
        let rules = configuration["rules"]?.elements ?? []
        let destinations = rules.flatMap { $0["destinations"]?.elements ?? [] }
        guard rules.count <= 10, destinations.count <= 25 else {
            throw AWSError("ValidationException", "At most 10 rules and 25 destinations.")
        }
        let isOwn = destinations.contains {
            $0.text("region") == call.region && $0.text("registryId") == cloud.account
        }
        guard !isOwn else {
            throw AWSError("InvalidParameterException", "The registry can't be its own replication destination.")
        }
        let key = registry(call, cloud)
        if rules.isEmpty {
            cloud.remove(key)
        } else if cloud.objects[key] == nil {
            cloud.insert(CloudObject(key, attributes: ["rules": .list(rules)], createdAt: call.now))
        } else {
            cloud.update(key) { $0.attributes["rules"] = .list(rules) }
        }
        return ["replicationConfiguration": configuration]
    }
}
