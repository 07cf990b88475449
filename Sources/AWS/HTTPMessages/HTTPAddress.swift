/// Where requests go: the part of an address that an endpoint gives.
public struct HTTPAddress: Sendable, Hashable {
    /// `https` or `http`.
    public var scheme: String
    /// Host name or address, without brackets and port.
    public var host: String
    /// The port, where it is not the scheme's own.
    public var port: Int?
    /// What stands before every path: percent-encoded, beginning with `/` and not ending with it, or empty.
    public var path: String

    public init(scheme: String = "https", host: String, port: Int? = nil, path: String = "") {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
    }

    /// A host as it stands in an address: IPv6 in brackets.
    public static func shown(host: String) -> String { host.contains(":") ? "[\(host)]" : host }

    /// Whether it is this machine's own, by its text: a name is not looked up.
    public var isLoopback: Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return host == "localhost" || host == "::1"
            || numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    /// Reads `scheme://host[:port][/path]`; nil for anything else, such as a query, a user or another scheme.
    public init?(url: String) {
        guard let separator = url.utf8.firstRange(of: Array("://".utf8)) else { return nil }
        let scheme = String(url[..<separator.lowerBound])
        let rest = url[separator.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        guard scheme == "https" || scheme == "http", !rest.contains(where: { "?#".contains($0) }),
            rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !authority.contains("@")
        else { return nil }
        var host = String(authority)
        var port: Int?
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            let digits = authority[authority.index(after: colon)...]
            guard let number = Int(digits), (1...65535).contains(number), digits.utf8.allSatisfy({ $0 < 58 }),
                digits.utf8.first != UInt8(ascii: "+")
            else { return nil }
            port = number
            host = String(authority[..<colon])
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else { return nil }
        var path = String(rest.dropFirst(authority.count))
        while path.hasSuffix("/") { path.removeLast() }
        self.init(scheme: scheme, host: host, port: port == (scheme == "https" ? 443 : 80) ? nil : port, path: path)
    }
}
