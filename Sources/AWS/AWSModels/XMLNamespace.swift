import Values

/// An `xmlns` attribute.
public struct XMLNamespace: Sendable, Hashable {
    public let uri: String
    /// Nil for the default namespace.
    public let prefix: String?

    init?(_ definition: Value) {
        guard let uri = definition.text ?? definition.text("uri") else { return nil }
        self.uri = uri
        prefix = definition.text("prefix")
    }
}
