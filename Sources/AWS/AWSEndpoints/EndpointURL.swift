import HTTPMessages
import Values

/// An address taken apart as the rules see it.
enum EndpointURL {
    /// `scheme`, `authority`, `path`, `normalizedPath` and `isIp`; nil for what is no address or has a query.
    static func parse(_ text: String) -> Value? {
        guard let address = HTTPAddress(url: text) else { return nil }
        let rest = text.dropFirst(address.scheme.count + 3)
        let authority = rest.prefix { $0 != "/" }
        let path = String(rest.dropFirst(authority.count))
        var normalized = path.hasSuffix("/") ? path : "\(path)/"
        if !normalized.hasPrefix("/") { normalized = "/\(normalized)" }
        return [
            "scheme": .string(address.scheme), "authority": .string(String(authority)), "path": .string(path),
            "normalizedPath": .string(normalized), "isIp": .bool(isIP(address.host)),
        ]
    }

    private static func isIP(_ host: String) -> Bool { host.contains(":") || HostLabel.isIPv4(host) }
}
