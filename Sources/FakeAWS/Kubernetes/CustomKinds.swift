import CloudCalls
import Values

/// Kinds that the objects of a cluster define: the server knows them a moment after their definition is made.
enum CustomKinds {
    static let type = "Kubernetes::CustomResourceDefinition"
    /// Groups of Kubernetes itself whose names have no dot; the others end with `.k8s.io`.
    private static let ownGroups: Set<String> = ["", "apps", "autoscaling", "batch", "policy"]
    private static let served = "servedFrom"

    /// What a definition says of itself from a moment on.
    static func begin(_ key: CloudObject.Key, _ cloud: inout Cloud) {
        let moment = cloud.now + .seconds(1)
        cloud.update(key) {
            if $0.hidden[served] == nil { $0.hidden[served] = .int(moment.milliseconds) }
        }
    }

    static func status(of definition: CloudObject, _ cloud: Cloud) -> Value {
        let isServed = isServed(definition, cloud)
        return ["conditions": [["type": "Established", "status": .string(isServed ? "True" : "False")]]]
    }

    private static func isServed(_ definition: CloudObject, _ cloud: Cloud) -> Bool {
        cloud.now.milliseconds >= definition.hidden.number(served) ?? 0
    }

    /// - Throws: what a server says of a path that it does not know.
    static func check(_ apiVersion: String, _ kind: String, _ cluster: ClusterName, _ cloud: Cloud) throws(AWSError) {
        let group = apiVersion.contains("/") ? String(apiVersion.prefix { $0 != "/" }) : ""
        guard !ownGroups.contains(group), !group.hasSuffix(".k8s.io") else { return }
        let isKnown = cloud.all(type, cluster.region).contains { definition in
            let spec = definition.attributes["spec"] ?? [:]
            return definition.id.hasPrefix(cluster.name + "/") && spec.text("group") == group
                && spec["names"]?.text("kind") == kind && isServed(definition, cloud)
        }
        guard isKnown else { throw AWSError("NotFound", "404 page not found") }
    }
}
