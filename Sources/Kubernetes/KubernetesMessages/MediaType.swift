/// The forms of a request's body (RFC 9110, section 8.3).
public enum MediaType {
    public static let json = "application/json"
    /// Server-side apply; JSON is YAML ("Server-Side Apply", Kubernetes documentation).
    public static let apply = "application/apply-patch+yaml"
    /// RFC 7396; what `kubectl label` and `kubectl annotate` send.
    public static let merge = "application/merge-patch+json"
}
