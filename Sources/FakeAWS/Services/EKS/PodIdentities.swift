import CloudCalls
import Values

/// Which role the pods of a service account have.
enum PodIdentities {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreatePodIdentityAssociation": create, "DescribePodIdentityAssociation": describe,
        "ListPodIdentityAssociations": list, "UpdatePodIdentityAssociation": update,
        "DeletePodIdentityAssociation": delete,
    ]

    private static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let cluster = try EKS.findCluster(call, cloud)
        let id = try EKS.required("associationId", call)
        guard let association = cloud.object(EKS.podIdentity, call.region, "\(cluster.id)/\(id)") else {
            throw AWSError("ResourceNotFoundException", "Association not found: \(id)")
        }
        return association
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let cluster = try EKS.activeCluster(call, cloud)
        let namespace = try EKS.required("namespace", call)
        let account = try EKS.required("serviceAccount", call)
        let role = try EKS.required("roleArn", call)
        return try cloud.once(
            call, token: call.input.text("clientRequestToken"), mismatch: "InvalidParameterException"
        ) { (cloud) throws(AWSError) in
            let same = cloud.allEvenHidden(EKS.podIdentity, call.region).first {
                $0.attributes.text("clusterName") == cluster.id && $0.attributes.text("namespace") == namespace
                    && $0.attributes.text("serviceAccount") == account
            }
            if let same {
                throw AWSError(
                    "ResourceInUseException",
                    "Association already exists: \(same.attributes.text("associationId") ?? "")")
            }
            let id = cloud.freshID("a-")
            let key = CloudObject.Key(EKS.podIdentity, call.region, "\(cluster.id)/\(id)")
            var attributes: Value = [
                "clusterName": .string(cluster.id), "namespace": .string(namespace),
                "serviceAccount": .string(account), "roleArn": .string(role), "associationId": .string(id),
                "associationArn": EKS.arn("podidentityassociation/\(cluster.id)/\(id)", call, cloud),
                "createdAt": .string(call.now.timestamp), "modifiedAt": .string(call.now.timestamp),
                "disableSessionTags": call.input["disableSessionTags"] ?? false,
            ]
            attributes["targetRoleArn"] = call.input["targetRoleArn"]
            cloud.insert(
                CloudObject(
                    key, attributes: attributes, tags: EKS.tags(call), createdAt: call.now,
                    visibleAt: call.now + .milliseconds(1500)))
            return ["association": EKS.shown(cloud.objects[key])]
        }
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["association": EKS.shown(try find(call, cloud))]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let cluster = try EKS.findCluster(call, cloud)
        let filters = ["namespace", "serviceAccount"]
        let members = ["clusterName", "namespace", "serviceAccount", "associationArn", "associationId"]
        let shown = EKS.children(EKS.podIdentity, of: cluster, cloud).compactMap { association -> Value? in
            let isWanted = filters.allSatisfy {
                call.input[$0] == nil || call.input[$0] == association.attributes[$0]
            }
            guard isWanted else { return nil }
            return .object(Members(members.map { ($0, association.attributes[$0] ?? .null) }))
        }
        return EKS.page(shown, items: "associations", call)
    }

    @Sendable private static func update(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let association = try find(call, cloud)
        cloud.update(association.key) {
            for name in ["roleArn", "disableSessionTags", "targetRoleArn"] {
                if let value = call.input[name] { $0.attributes[name] = value }
            }
            $0.attributes["modifiedAt"] = .string(call.now.timestamp)
        }
        return ["association": EKS.shown(cloud.objects[association.key])]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let association = try find(call, cloud)
        cloud.remove(association.key)
        return ["association": EKS.shown(association)]
    }
}
