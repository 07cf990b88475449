import CloudCalls
import Values

/// The tags of every EKS type, by ARN.
enum ClusterTags {
    static let operations: [String: ServiceDefinition.Handler] = [
        "TagResource": tag, "UntagResource": untag, "ListTagsForResource": list,
    ]
    private static let arns = [
        EKS.cluster: "arn", EKS.nodegroup: "nodegroupArn", EKS.addon: "addonArn", EKS.accessEntry: "accessEntryArn",
        EKS.podIdentity: "associationArn",
    ]

    private static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        guard let arn = call.input.text("resourceArn"), arn.hasPrefix("arn:aws:eks:") else {
            throw AWSError("BadRequestException", "Invalid resource ARN.")
        }
        for (type, member) in arns.sorted(by: { $0.key < $1.key }) {
            let object = cloud.allEvenHidden(type, call.region).first { $0.attributes.text(member) == arn }
            if let object { return object }
        }
        throw AWSError("NotFoundException", "No resource was found for \(arn).")
    }

    @Sendable private static func tag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let object = try find(call, cloud)
        let tags = object.tags.merging(EKS.tags(call)) { $1 }
        guard tags.count <= 50 else { throw AWSError("BadRequestException", "At most 50 tags are allowed.") }
        cloud.update(object.key) { $0.tags = tags }
        return [:]
    }

    @Sendable private static func untag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.update(try find(call, cloud).key) {
            for key in call.input["tagKeys"]?.texts ?? [] { $0.tags[key] = nil }
        }
        return [:]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["tags": try find(call, cloud).tagMap]
    }
}
