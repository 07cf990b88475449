extension CloudObject.Key {
    /// `CLUSTER/NAMESPACE` of a cluster's object.
    var namespacePlace: String { id.components("/").dropLast().joined(separator: "/") }
}
