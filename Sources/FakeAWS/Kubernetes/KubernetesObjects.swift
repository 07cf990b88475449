import CloudCalls
import Values

/// Objects of a cluster: their storage, and the rollout of Deployments.
enum KubernetesObjects {
    private static func type(_ kind: String) -> String { "Kubernetes::\(kind)" }

    private static func key(_ kind: String, _ namespace: String, _ name: String, _ cluster: ClusterName)
        -> CloudObject.Key
    {
        CloudObject.Key(type(kind), cluster.region, "\(cluster.name)/\(namespace)/\(name)")
    }

    static func apply(
        _ object: Value, _ cluster: ClusterName, _ cloud: inout Cloud
    ) throws(AWSError) -> Value {
        guard let kind = object.text("kind"), let name = object["metadata"]?.text("name") else {
            throw AWSError("Invalid", "kind and metadata.name are required")
        }
        try CustomKinds.check(object.text("apiVersion") ?? "", kind, cluster, cloud)
        let namespace = object["metadata"]?.text("namespace") ?? ""
        if !namespace.isEmpty, cloud.objects[key("Namespace", "", namespace, cluster)] == nil,
            !["default", "kube-system"].contains(namespace)
        {
            throw AWSError("NotFound", "namespaces \"\(namespace)\" not found")
        }
        let place = key(kind, namespace, name, cluster)
        let old = cloud.objects[place]
        var stored = object
        stored["status"] = nil
        let isChanged = old.map { $0.attributes != stored } ?? true
        // Metadata alone is no new generation, nor are defaults that are said; nothing is rolled out for them.
        let isNew = old.map { content($0.attributes) != content(stored) } ?? true
        let generation = (old?.hidden.number("generation") ?? 0) + (isNew ? 1 : 0)
        let tags = tags(of: object)
        if old == nil {
            cloud.insert(
                CloudObject(
                    place, status: "", attributes: stored, hidden: ["generation": .int(generation)], tags: tags,
                    createdAt: cloud.now))
        } else if isChanged {
            cloud.update(place) {
                $0.attributes = stored
                $0.hidden["generation"] = .int(generation)
                $0.tags = tags
            }
        }
        if isNew { Rollouts.begin(place, &cloud) }
        return shown(cloud.objects[place], cloud)
    }

    static func create(
        _ object: Value, _ cluster: ClusterName, _ cloud: inout Cloud
    ) throws(AWSError) -> Value {
        if let name = ObjectName(of: object),
            cloud.objects[key(name.kind, name.namespace, name.name, cluster)] != nil
        {
            throw AWSError("AlreadyExists", "\(name.kind) \"\(name.name)\" already exists")
        }
        return try apply(object, cluster, &cloud)
    }

    private static func content(_ object: Value) -> Value {
        var object = KubernetesDefaults.completed(object)
        object["metadata"] = nil
        return object
    }

    static func get(_ name: ObjectName, _ cluster: ClusterName, _ cloud: Cloud) throws(AWSError) -> Value {
        try CustomKinds.check(name.apiVersion, name.kind, cluster, cloud)
        guard let object = cloud.objects[key(name.kind, name.namespace, name.name, cluster)] else {
            throw AWSError("NotFound", "\(name.kind) \"\(name.name)\" not found")
        }
        return shown(object, cloud)
    }

    static func list(
        _ apiVersion: String, _ kind: String, _ selector: String, _ cluster: ClusterName, _ cloud: Cloud
    ) throws(AWSError) -> [Value] {
        try CustomKinds.check(apiVersion, kind, cluster, cloud)
        if kind == "Pod" { return PodList.pods(selector, cluster, cloud) }
        let parts = selector.split(separator: "=", maxSplits: 1).map(String.init)
        return cloud.all(type(kind), cluster.region).filter { object in
            guard object.id.hasPrefix(cluster.name + "/"), object.attributes.text("apiVersion") == apiVersion else {
                return false
            }
            guard parts.count == 2 else { return true }
            return object.attributes["metadata"]?["labels"]?.text(parts[0]) == parts[1]
        }.map { shown($0, cloud) }
    }

    static func delete(
        _ name: ObjectName, _ cluster: ClusterName, _ cloud: inout Cloud
    ) throws(AWSError) -> Value {
        let place = key(name.kind, name.namespace, name.name, cluster)
        guard cloud.objects[place] != nil else {
            throw AWSError("NotFound", "\(name.kind) \"\(name.name)\" not found")
        }
        if name.kind == "Namespace" {
            // A namespace takes all that lies in it along.
            let inside = "\(cluster.name)/\(name.name)/"
            for key in cloud.objects.keys.sorted()
            where key.type.hasPrefix("Kubernetes::") && key.region == cluster.region && key.id.hasPrefix(inside) {
                cloud.remove(key)
            }
        }
        cloud.remove(place)
        return [:]
    }

    /// The object with metadata and status as the server adds them.
    private static func shown(_ object: CloudObject?, _ cloud: Cloud) -> Value {
        guard let object else { return .null }
        var value = KubernetesDefaults.completed(object.attributes)
        var metadata = value["metadata"] ?? [:]
        metadata["generation"] = object.hidden["generation"] ?? 1
        metadata["uid"] = .string("uid-\(object.sequence)")
        metadata["creationTimestamp"] = .string(object.createdAt.timestamp)
        value["metadata"] = metadata
        if let status = object.hidden["status"] { value["status"] = status }
        if object.key.type == CustomKinds.type { value["status"] = CustomKinds.status(of: object, cloud) }
        return value
    }

    private static func tags(of object: Value) -> [String: String] {
        let metadata = object["metadata"] ?? [:]
        var tags: [String: String] = [:]
        for source in ["labels", "annotations"] {
            for pair in metadata[source]?.members ?? Members() where pair.name.hasPrefix("reconcile.dev/") {
                tags["reconcile:" + pair.name.dropFirst("reconcile.dev/".count)] = pair.value.text ?? ""
            }
        }
        return tags
    }
}
