/// Tags that others put on our things, AWS and the controllers of a cluster: they are theirs, and stay.
///
/// Source: EKS user guide, "Tagging your Amazon EKS resources" and "VPC and subnet requirements" (`kubernetes.io/`, `eks:`);
/// AWS General Reference, "Tagging AWS resources" (`aws:`).
public enum ForeignTags {
    private static let prefixes = ["aws:", "eks:", "kubernetes.io/", "k8s.io/", "reconcile:"]

    /// Whether a tag of this key is none of the user's.
    public static func contains(_ key: String) -> Bool { prefixes.contains { key.hasPrefix($0) } }
}
