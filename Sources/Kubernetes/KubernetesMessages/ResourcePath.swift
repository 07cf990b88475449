import HTTPMessages

/// Where an API server has an object, or all objects of a kind: `/apis/apps/v1/namespaces/shop/deployments/api`.
///
/// Source: "Kubernetes API Concepts", Resource URIs.
public struct ResourcePath: Hashable, Sendable {
    public var apiVersion: String
    /// Empty for kinds that no namespace holds, and for all namespaces.
    public var namespace: String
    public var plural: String
    /// Empty for all objects.
    public var name: String
    /// What of the object is meant, such as `status`; empty for the object itself.
    public var part = ""

    public init(apiVersion: String, namespace: String, plural: String, name: String = "") {
        self.apiVersion = apiVersion
        self.namespace = namespace
        self.plural = plural
        self.name = name
    }

    /// Reads a path as it went over the wire; nil when it names no resource.
    public init?(_ path: String) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            PercentEncoding.decode($0)
        }[...]
        switch parts.popFirst() {
        case "api"?:
            guard let version = parts.popFirst() else { return nil }
            apiVersion = version
        case "apis"?:
            guard let group = parts.popFirst(), let version = parts.popFirst() else { return nil }
            apiVersion = "\(group)/\(version)"
        default: return nil
        }
        namespace = ""
        // Namespaces are objects themselves: `/api/v1/namespaces/shop`.
        if parts.count >= 3, parts.first == "namespaces" {
            namespace = parts[parts.startIndex + 1]
            parts = parts.dropFirst(2)
        }
        guard (1...3).contains(parts.count), !parts.contains(""), let plural = parts.popFirst() else { return nil }
        self.plural = plural
        name = parts.popFirst() ?? ""
        part = parts.popFirst() ?? ""
    }

    /// The path as it goes over the wire.
    public var text: String {
        var parts = (apiVersion.contains("/") ? "apis/" : "api/") + apiVersion
        if !namespace.isEmpty { parts += "/namespaces/" + PercentEncoding.encode(namespace) }
        for part in [plural, name, part] where !part.isEmpty { parts += "/" + PercentEncoding.encode(part) }
        return "/" + parts
    }
}
