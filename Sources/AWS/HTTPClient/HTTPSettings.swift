public import Values

/// How a client connects, waits and gives up. TLS certificates and host names are always verified.
public struct HTTPSettings: Sendable, Equatable {
    /// Name look-up, connection and TLS handshake together.
    public var connectTimeout = TimeSpan.seconds(10)
    /// From the request's last byte that was taken to the final status line.
    public var firstByteTimeout = TimeSpan.seconds(60)
    /// Between two pieces of an answer.
    public var stallTimeout = TimeSpan.seconds(30)
    /// How long a connection may lie unused before another is made instead.
    public var idleLimit = TimeSpan.seconds(60)
    /// The longest body of an answer, in bytes.
    public var bodyLimit = 64 << 20
    /// All header fields of an answer together, in bytes.
    public var headerLimit = 256 << 10
    /// Requests under way at once; more wait for their turn within their own time.
    public var concurrency = 128
    /// A PEM file of certificate authorities instead of the system's.
    public var certificateBundle: String?
    /// The same as PEM text, which counts before the file.
    public var authorities: String?
    public var proxy = ProxySettings()

    public init() {}
}
