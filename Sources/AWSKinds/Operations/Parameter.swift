import CloudCalls
import Providers
import Resources
import Values

/// A plain Systems Manager parameter; secrets don't belong here.
struct Parameter: KindDriver {
    let schema = KindSchema(
        kind: "AWS::SSM::Parameter", service: "ssm", identity: .name(property: "Name", limit: 900),
        rules: [PropertyRule("Name", .replaces), PropertyRule("Type", .replaces)], durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeParameters", "GetParameters", "ListTagsForResource", TaggedThings.call],
        changes: ["PutParameter", "AddTagsToResource", "RemoveTagsFromResource"],
        deletes: ["DeleteParameter"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var filter: Value = ["Key": .string("tag:\(IdentityTags.platform)"), "Values": [.string(scope.platform)]]
        if case .one(let target) = scope {
            filter = ["Key": "Name", "Values": [target.properties["Name"] ?? .string(target.physicalID)]]
        }
        let parameters = try await cloud.pages(
            "ssm", "DescribeParameters", scope.region, ["ParameterFilters": [filter]], items: "Parameters")
        var values: [String: Value] = [:]
        // GetParameters takes at most ten names.
        for start in stride(from: 0, to: parameters.count, by: 10) {
            let names = parameters[start..<min(start + 10, parameters.count)].compactMap { $0.text("Name") }
            let output = try await cloud.read("ssm", "GetParameters", scope.region, ["Names": .strings(names)])
            for parameter in output["Parameters"]?.elements ?? [] {
                values[parameter.text("Name") ?? ""] = parameter["Value"]
            }
        }
        let things = try await TaggedThings(scope, cloud)
        var found: [Found] = []
        for parameter in parameters {
            let name = parameter.text("Name") ?? ""
            let tags = try await things.tags(parameter.text("ARN") ?? "") { () async throws(AWSError) in
                IdentityTags.parse(
                    try await cloud.read(
                        "ssm", "ListTagsForResource", scope.region,
                        ["ResourceType": "Parameter", "ResourceId": .string(name)])["TagList"])
            }
            var properties = EC2Kind.members(["Name", "Type", "Description"], of: parameter)
            properties["Value"] = values[name]
            found.append(
                Found(
                    physicalID: name, status: .ready, properties: properties, attributes: ["Name": .string(name)],
                    tags: tags))
        }
        return found
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EC2Kind.members(["Name", "Type", "Description", "Value"], of: target.properties)
        input["Tags"] = IdentityTags.list(for: target)
        try await cloud.call("ssm", "PutParameter", target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains(where: { $0 != "Tags" }) {
            // An overwrite takes no tags.
            var input = EC2Kind.members(["Name", "Type", "Description", "Value"], of: target.properties)
            input["Overwrite"] = true
            try await cloud.call("ssm", "PutParameter", target.region, input)
        }
        if differences.contains("Tags") {
            try await TagUpdates.update(
                target, found, cloud, service: "ssm", tag: "AddTagsToResource", untag: "RemoveTagsFromResource",
                id: ["ResourceType": "Parameter", "ResourceId": .string(found.physicalID)])
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("ssm", "DeleteParameter", target.region, ["Name": .string(found.physicalID)])
    }
}
