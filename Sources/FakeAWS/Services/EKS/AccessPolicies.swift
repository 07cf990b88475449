import CloudCalls
import Values

/// AWS's own policies for Kubernetes that access entries may have.
enum AccessPolicies {
    static let admin = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"

    static let operations: [String: ServiceDefinition.Handler] = [
        "AssociateAccessPolicy": associate, "DisassociateAccessPolicy": disassociate,
        "ListAssociatedAccessPolicies": list,
    ]

    @Sendable private static func associate(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let entry = try AccessEntries.find(call, cloud)
        let policy = try EKS.required("policyArn", call)
        guard policy.hasPrefix("arn:aws:eks::aws:cluster-access-policy/") else {
            throw AWSError(
                "ResourceNotFoundException", "The policyArn parameter does not exist. The policy was \(policy).")
        }
        guard entry.attributes.text("type") == "STANDARD" else {
            throw AWSError(
                "InvalidRequestException", "Access policies can only be associated with entries of type STANDARD.")
        }
        let scope = call.input["accessScope"] ?? [:]
        let namespaces = scope["namespaces"]?.elements ?? []
        guard ["cluster", "namespace"].contains(scope.text("type") ?? ""),
            (scope.text("type") == "namespace") == !namespaces.isEmpty
        else { throw AWSError("InvalidParameterException", "The accessScope is not valid.") }
        let association: Value = [
            "policyArn": .string(policy), "associatedAt": .string(call.now.timestamp),
            "modifiedAt": .string(call.now.timestamp),
            "accessScope": ["type": scope["type"] ?? "cluster", "namespaces": .list(namespaces)],
        ]
        cloud.update(entry.key) {
            let others = ($0.hidden["policies"]?.elements ?? []).filter { $0.text("policyArn") != policy }
            $0.hidden["policies"] = .list(others + [association])
        }
        return [
            "clusterName": entry.attributes["clusterName"] ?? .null,
            "principalArn": entry.attributes["principalArn"] ?? .null, "associatedAccessPolicy": association,
        ]
    }

    @Sendable private static func disassociate(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let entry = try AccessEntries.find(call, cloud)
        let policy = try EKS.required("policyArn", call)
        let associations = entry.hidden["policies"]?.elements ?? []
        guard associations.contains(where: { $0.text("policyArn") == policy }) else {
            throw AWSError("ResourceNotFoundException", "The policy \(policy) is not associated.")
        }
        cloud.update(entry.key) {
            $0.hidden["policies"] = .list(associations.filter { $0.text("policyArn") != policy })
        }
        return [:]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let entry = try AccessEntries.find(call, cloud)
        return EKS.page(entry.hidden["policies"]?.elements ?? [], items: "associatedAccessPolicies", call).merging([
            "clusterName": entry.attributes["clusterName"] ?? .null,
            "principalArn": entry.attributes["principalArn"] ?? .null,
        ])
    }
}
