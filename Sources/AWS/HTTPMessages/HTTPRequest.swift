/// A request ready to be signed and sent: nothing in it is left to be encoded.
public struct HTTPRequest: Sendable, Equatable {
    /// The method, in capitals.
    public var method: String
    /// `https` or `http`.
    public var scheme: String
    /// Host name or address, without brackets and port.
    public var host: String
    /// The port, where it is not the scheme's own.
    public var port: Int?
    /// The path as it goes over the wire: percent-encoded, beginning with `/`.
    public var path: String
    /// The query as it goes over the wire: percent-encoded, without `?`; empty for none.
    public var query: String
    /// Header fields, without `Host` and `Content-Length`, which the sender derives.
    public var headers: HTTPHeaders
    /// The body.
    public var body: [UInt8]

    public init(
        method: String, scheme: String = "https", host: String, port: Int? = nil, path: String = "/",
        query: String = "", headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []
    ) {
        self.method = method
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// The value of the `Host` field: an IPv6 address in brackets, the port where it is not the scheme's own.
    public var authority: String {
        let shown = HTTPAddress.shown(host: host)
        return port.map { "\(shown):\($0)" } ?? shown
    }

    /// The whole address.
    public var url: String {
        "\(scheme)://\(authority)\(path)\(query.isEmpty ? "" : "?\(query)")"
    }
}
