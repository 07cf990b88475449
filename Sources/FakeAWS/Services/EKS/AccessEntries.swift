import CloudCalls
import Values

/// Who may use a cluster's API.
enum AccessEntries {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateAccessEntry": create, "DescribeAccessEntry": describe, "ListAccessEntries": list,
        "UpdateAccessEntry": update, "DeleteAccessEntry": delete,
    ]

    static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let cluster = try EKS.findCluster(call, cloud)
        let principal = try EKS.required("principalArn", call)
        guard let entry = cloud.object(EKS.accessEntry, call.region, "\(cluster.id)/\(principal)") else {
            throw AWSError(
                "ResourceNotFoundException",
                "The specified principalArn could not be found. You can view your available access entries with "
                    + "'list-access-entries'.")
        }
        return entry
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let cluster = try EKS.activeCluster(call, cloud)
        let principal = try EKS.required("principalArn", call)
        guard principal.hasPrefix("arn:"), principal.contains(":iam::") else {
            throw AWSError("InvalidParameterException", "The principalArn parameter format is not valid")
        }
        guard cluster.attributes["accessConfig"]?.text("authenticationMode") != "CONFIG_MAP" else {
            throw AWSError(
                "InvalidRequestException",
                "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this "
                    + "operation.")
        }
        return try cloud.once(
            call, token: call.input.text("clientRequestToken"), mismatch: "InvalidParameterException"
        ) { (cloud) throws(AWSError) in
            let key = CloudObject.Key(EKS.accessEntry, call.region, "\(cluster.id)/\(principal)")
            guard cloud.objects[key] == nil else {
                throw AWSError(
                    "ResourceInUseException",
                    "The specified access entry resource is already in use on this cluster.")
            }
            insert(key, principal, call.input, call, &cloud)
            return ["accessEntry": EKS.shown(cloud.objects[key])]
        }
    }

    /// The entry that EKS makes for the role of a managed node group, unless there is one.
    static func insertForNodes(_ role: String, _ cluster: CloudObject, _ call: Call, _ cloud: inout Cloud) {
        let key = CloudObject.Key(EKS.accessEntry, call.region, "\(cluster.id)/\(role)")
        let mode = cluster.attributes["accessConfig"]?.text("authenticationMode")
        guard mode != "CONFIG_MAP", cloud.objects[key] == nil else { return }
        let username = "system:node:{{EC2PrivateDNSName}}"
        insert(key, role, ["type": "EC2_LINUX", "username": .string(username)], call, &cloud, isOfNodes: true)
    }

    /// The entry that EKS makes for whoever makes a cluster that asks for it.
    static func insertForCreator(
        _ principal: String, _ clusterName: String, _ call: Call, _ cloud: inout Cloud
    ) {
        let key = CloudObject.Key(EKS.accessEntry, call.region, "\(clusterName)/\(principal)")
        guard cloud.objects[key] == nil else { return }
        insert(key, principal, [:], call, &cloud)
        let admin: Value = [
            "policyArn": .string(AccessPolicies.admin), "associatedAt": .string(call.now.timestamp),
            "modifiedAt": .string(call.now.timestamp), "accessScope": ["type": "cluster", "namespaces": []],
        ]
        cloud.update(key) {
            $0.hidden["policies"] = [admin]
            $0.tags = [:]
        }
    }

    private static func insert(
        _ key: CloudObject.Key, _ principal: String, _ input: Value, _ call: Call, _ cloud: inout Cloud,
        isOfNodes: Bool = false
    ) {
        let cluster = key.id.components("/")[0]
        let type = input.text("type") ?? "STANDARD"
        let parts = principal.components(":")
        let name = parts.last?.components("/").joined(separator: "/") ?? ""
        let identity = cloud.freshID("", digits: 32)
        let attributes: Value = [
            "clusterName": .string(cluster), "principalArn": .string(principal), "type": .string(type),
            "kubernetesGroups": type == "STANDARD" ? input["kubernetesGroups"] ?? [] : ["system:nodes"],
            "username": input["username"] ?? .string(principal), "createdAt": .string(call.now.timestamp),
            "modifiedAt": .string(call.now.timestamp),
            "accessEntryArn": EKS.arn("access-entry/\(cluster)/\(name)/\(identity)", call, cloud),
        ]
        cloud.insert(
            CloudObject(
                key, attributes: attributes, hidden: ["policies": [], "isOfNodes": .bool(isOfNodes)],
                tags: isOfNodes ? [:] : EKS.tags(call), createdAt: call.now))
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["accessEntry": EKS.shown(try find(call, cloud))]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let cluster = try EKS.findCluster(call, cloud)
        let policy = call.input.text("associatedPolicyArn")
        let entries = EKS.children(EKS.accessEntry, of: cluster, cloud).filter { entry in
            policy == nil
                || (entry.hidden["policies"]?.elements ?? []).contains { $0.text("policyArn") == policy }
        }
        return EKS.page(entries.compactMap { $0.attributes["principalArn"] }, items: "accessEntries", call)
    }

    @Sendable private static func update(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let entry = try find(call, cloud)
        guard entry.attributes.text("type") == "STANDARD" else {
            throw AWSError(
                "InvalidParameterException",
                "This operation can only be performed on Access Entries with a type of \"STANDARD\".")
        }
        cloud.update(entry.key) {
            for name in ["kubernetesGroups", "username"] {
                if let value = call.input[name] { $0.attributes[name] = value }
            }
            $0.attributes["modifiedAt"] = .string(call.now.timestamp)
        }
        return ["accessEntry": EKS.shown(cloud.objects[entry.key])]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.remove(try find(call, cloud).key)
        return [:]
    }
}
