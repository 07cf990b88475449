import CloudCalls
import Values

/// What FakeAWS answers for `ssm`: parameters, and which instances are reachable.
enum SSM {
    static let definition = ServiceDefinition(
        service: "ssm",
        operations: [
            "PutParameter": put, "GetParameter": get, "GetParameters": getMany, "DescribeParameters": describe,
            "DeleteParameter": delete, "ListTagsForResource": listTags, "AddTagsToResource": addTags,
            "RemoveTagsFromResource": removeTags, "DescribeInstanceInformation": instances,
        ].merging(SSMDocuments.operations) { first, _ in first }
            .merging(SSMCommands.operations) { first, _ in first }, events: SSMCommands.events)

    private static let type = "AWS::SSM::Parameter"

    private static func find(_ name: String, _ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        guard let parameter = cloud.object(type, call.region, name) else {
            throw AWSError("ParameterNotFound", "Parameter \(name) not found.")
        }
        return parameter
    }

    @Sendable private static func put(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("Name")
        let value = try call.required("Value")
        let old = cloud.object(type, call.region, name)
        guard old == nil || call.input["Overwrite"]?.flag == true else {
            throw AWSError("ParameterAlreadyExists", "The parameter already exists.")
        }
        let version = (old?.attributes.number("Version") ?? 0) + 1
        cloud.insert(
            CloudObject(
                CloudObject.Key(type, call.region, name),
                attributes: [
                    "Name": .string(name), "Type": call.input["Type"] ?? "String", "Version": .int(version),
                    "Description": call.input["Description"] ?? old?.attributes["Description"] ?? .null,
                    "LastModifiedDate": .string(call.now.timestamp), "DataType": "text", "Tier": "Standard",
                    "ARN": .string("arn:aws:ssm:\(call.region):\(cloud.account):parameter\(name)"),
                ].withoutNulls, hidden: ["value": .string(value)],
                tags: old?.tags ?? Call.tags(call.input["Tags"]), createdAt: old?.createdAt ?? call.now))
        return ["Version": .int(version), "Tier": "Standard"]
    }

    private static func shown(_ parameter: CloudObject) -> Value {
        var value = parameter.attributes
        value["Description"] = nil
        value["Tier"] = nil
        value["Value"] = parameter.hidden["value"]
        return value
    }

    @Sendable private static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Parameter": shown(try find(call.required("Name"), call, cloud))]
    }

    @Sendable private static func getMany(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let names = call.input["Names"]?.texts ?? []
        let found = names.compactMap { cloud.object(type, call.region, $0) }
        return [
            "Parameters": .list(found.map(shown)),
            "InvalidParameters": .strings(names.filter { cloud.object(type, call.region, $0) == nil }),
        ]
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let parameters = cloud.all(type, call.region).filter { parameter in
            (call.input["ParameterFilters"]?.elements ?? []).allSatisfy { filter in
                let values = filter["Values"]?.texts ?? []
                let key = filter.text("Key") ?? ""
                if key.hasPrefix("tag:") { return values.contains(parameter.tags[String(key.dropFirst(4))] ?? "\0") }
                return key == "Name" ? values.contains(parameter.id) : false
            }
        }.map(\.attributes)
        return call.page(parameters, items: "Parameters", limit: 50)
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.remove(try find(call.required("Name"), call, cloud).key)
        return [:]
    }

    /// What a tag operation names: a parameter or a document.
    private static func tagged(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let name = try call.required("ResourceId")
        switch try call.required("ResourceType") {
        case "Parameter": return try find(name, call, cloud)
        case "Document":
            guard let document = cloud.object(SSMDocuments.type, call.region, name) else {
                throw AWSError("InvalidResourceId", "The document \(name) does not exist.")
            }
            return document
        default: throw AWSError("InvalidResourceType", "The resource type is not valid.")
        }
    }

    @Sendable private static func listTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["TagList": try tagged(call, cloud).tagList]
    }

    @Sendable private static func addTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let parameter = try tagged(call, cloud)
        cloud.update(parameter.key) { $0.tags.merge(Call.tags(call.input["Tags"])) { $1 } }
        return [:]
    }

    @Sendable private static func removeTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let parameter = try tagged(call, cloud)
        cloud.update(parameter.key) { for key in call.input["TagKeys"]?.texts ?? [] { $0.tags[key] = nil } }
        return [:]
    }

    @Sendable private static func instances(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let region = call.region
        let reachable = cloud.all(EC2Type.instance.type, region).filter { cloud.isInstanceServing($0.id, region) }
        return call.page(
            reachable.map {
                ["InstanceId": .string($0.id), "PingStatus": "Online", "PlatformName": "Amazon Linux"]
            }, items: "InstanceInformationList", limit: 50)
    }
}
