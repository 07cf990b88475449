import CloudCalls
import Values

/// What FakeAWS answers for `eks`; shapes and errors after the EKS API reference.
enum EKS {
    static let definition = ServiceDefinition(
        service: "eks",
        operations: [
            Clusters.operations, ClusterUpdates.operations, Nodegroups.operations, NodegroupUpdates.operations,
            ClusterAddons.operations, AccessEntries.operations, AccessPolicies.operations, PodIdentities.operations,
            ClusterTags.operations, ClusterVersions.operations,
        ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } },
        events: [
            Clusters.events, ClusterUpdates.events, Nodegroups.events, NodegroupUpdates.events, ClusterAddons.events,
        ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } })

    static let cluster = "AWS::EKS::Cluster"
    static let nodegroup = "AWS::EKS::Nodegroup"
    static let addon = "AWS::EKS::Addon"
    static let accessEntry = "AWS::EKS::AccessEntry"
    static let podIdentity = "AWS::EKS::PodIdentityAssociation"

    /// A required string of the input.
    static func required(_ name: String, _ call: Call) throws(AWSError) -> String {
        guard let text = call.input.text(name), !text.isEmpty else {
            throw AWSError("InvalidParameterException", "\(name) can't be blank.")
        }
        return text
    }

    /// A handler whose client token, if it has one, makes it run once.
    static func once(_ handler: @escaping ServiceDefinition.Handler) -> ServiceDefinition.Handler {
        { (cloud: inout Cloud, call: Call) throws(AWSError) in
            try cloud.once(call, token: call.input.text("clientRequestToken"), mismatch: "InvalidParameterException") {
                (cloud) throws(AWSError) in try handler(&cloud, call)
            }
        }
    }

    /// The cluster that the input names.
    static func findCluster(
        _ call: Call, _ cloud: Cloud, member: String = "clusterName"
    ) throws(AWSError) -> CloudObject {
        let name = try required(member, call)
        guard let object = cloud.object(cluster, call.region, name) else {
            throw AWSError("ResourceNotFoundException", "No cluster found for name: \(name).")
        }
        return object
    }

    /// The cluster that the input names, which must be able to take what is put into it.
    static func activeCluster(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let object = try findCluster(call, cloud)
        guard ["ACTIVE", "UPDATING"].contains(object.status) else {
            throw AWSError(
                "InvalidRequestException", "Cluster '\(object.id)' is not in ACTIVE status; it is \(object.status).")
        }
        return object
    }

    /// A role must exist, and be known to EKS, which takes some seconds (IAM guide, eventual consistency).
    static func checkRole(_ arn: String, _ cloud: Cloud, at now: Instant) throws(AWSError) {
        let name = arn.components("/").last ?? ""
        guard arn.hasPrefix("arn:"), let role = cloud.object("AWS::IAM::Role", "global", name.lowercased()),
            now >= role.createdAt + .seconds(8)
        else {
            throw AWSError(
                "InvalidParameterException",
                "Role with arn: \(arn), could not be assumed because it does not exist or the trusted entity is not "
                    + "correct")
        }
    }

    /// The object as a describe operation shows it.
    static func shown(_ object: CloudObject?) -> Value {
        guard let object else { return .null }
        var value = object.attributes
        if !object.status.isEmpty { value["status"] = .string(object.status) }
        value["tags"] = object.tagMap
        return value
    }

    static func tags(_ call: Call) -> [String: String] {
        var tags: [String: String] = [:]
        for pair in call.input["tags"]?.members ?? Members() { tags[pair.name] = pair.value.text ?? "" }
        return tags
    }

    static func arn(_ resource: String, _ call: Call, _ cloud: Cloud) -> Value {
        .string("arn:aws:eks:\(call.region):\(cloud.account):\(resource)")
    }

    static func page(_ all: [Value], items: String, _ call: Call) -> Value {
        call.page(all, items: items, size: "maxResults", marker: "nextToken", next: "nextToken")
    }

    /// What lies in a cluster, in order of creation.
    static func children(_ type: String, of cluster: CloudObject, _ cloud: Cloud) -> [CloudObject] {
        cloud.all(type, cluster.region).filter { $0.id.hasPrefix(cluster.id + "/") }
    }
}
