public import Resources
public import Values

/// An object of a cluster as a file for `kubectl` or a GitOps repository.
public enum Manifest {
    /// The object that properties mean, without the marks by which we know our own; nil for a kind outside of clusters.
    public static func object(_ kind: Kind, _ properties: Value) -> Value? {
        guard let kind = AllKinds.byKind[kind] as? KubernetesKind else { return nil }
        return kind.manifest(properties)
    }
}

extension KubernetesKind {
    func manifest(_ properties: Value) -> Value {
        let wanted = normalized(properties)
        var metadata: Value = ["name": wanted["name"] ?? .null]
        metadata["namespace"] = wanted["namespace"]
        return KubernetesForm.object(KubernetesForm.form(of: wanted), metadata: metadata)
            .merging(["apiVersion": .string(apiVersion), "kind": .string(word)])
    }
}
