import CloudCalls
import Values

/// Tags of every EC2 type, and what a person asks first: regions and zones.
enum EC2Tagging {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateTags": create, "DeleteTags": delete, "DescribeTags": describe, "DescribeRegions": regions,
        "DescribeAvailabilityZones": zones,
    ]

    private static func find(_ id: String, _ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        for type in EC2Type.all { if let object = cloud.object(type.type, call.region, id) { return object } }
        throw AWSError("InvalidID", "The ID '\(id)' is not valid")
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let objects = try (call.input["Resources"]?.texts ?? []).map { (id) throws(AWSError) in
            try find(id, call, cloud)
        }
        let tags = Call.tags(call.input["Tags"])
        for object in objects { cloud.update(object.key) { $0.tags.merge(tags) { $1 } } }
        return [:]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let objects = try (call.input["Resources"]?.texts ?? []).map { (id) throws(AWSError) in
            try find(id, call, cloud)
        }
        for object in objects {
            cloud.update(object.key) {
                for tag in call.input["Tags"]?.elements ?? [] {
                    guard let key = tag.text("Key") else { continue }
                    if tag.text("Value") == nil || tag.text("Value") == $0.tags[key] { $0.tags[key] = nil }
                }
            }
        }
        return [:]
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        var shown: [Value] = []
        for type in EC2Type.all {
            for object in cloud.all(type.type, call.region) {
                let matches = try call.matches(object) { field in
                    switch field {
                    case "resource-type": [type.name]
                    case "resource-id": [object.id]
                    case "key": Array(object.tags.keys)
                    default: nil
                    }
                }
                guard matches else { continue }
                shown += object.tagList.elements.map {
                    $0.merging(["ResourceId": .string(object.id), "ResourceType": .string(type.name)])
                }
            }
        }
        return call.page(shown, items: "Tags", limit: 1000)
    }

    @Sendable private static func regions(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let all = ["ap-south-1", "ap-southeast-1", "eu-central-1", "eu-west-1", "us-east-1", "us-west-2"]
        let names = call.input["RegionNames"]?.texts ?? all
        if let stranger = names.first(where: { !all.contains($0) }) {
            throw AWSError("InvalidParameterValue", "Invalid region provided: \(stranger)")
        }
        return [
            "Regions": .list(
                names.map {
                    [
                        "RegionName": .string($0), "OptInStatus": "opt-in-not-required",
                        "Endpoint": .string("ec2.\($0).amazonaws.com"),
                    ]
                })
        ]
    }

    @Sendable private static func zones(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        [
            "AvailabilityZones": .list(
                Zones.names(in: call.region).map {
                    [
                        "ZoneName": .string($0), "ZoneId": .string(Zones.id(of: $0)),
                        "State": .string(cloud.faults.deadZones.contains($0) ? "impaired" : "available"),
                        "RegionName": .string(call.region), "ZoneType": "availability-zone",
                    ]
                })
        ]
    }
}
