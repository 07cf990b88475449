/// Proxies by the scheme of what is asked for. They print without names and passwords.
public struct ProxySettings: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The proxy for `http`, as an address; empty for none.
    public var http: String
    /// The proxy for `https`.
    public var https: String
    /// Hosts that are asked directly: names and suffixes by commas, `*` for all.
    public var exceptions: String

    public init(http: String = "", https: String = "", exceptions: String = "") {
        self.http = http
        self.https = https
        self.exceptions = exceptions
    }

    /// The proxy for a scheme.
    public subscript(scheme: String) -> String { scheme == "https" ? https : http }

    public var description: String {
        "http: \(Self.shown(http)), https: \(Self.shown(https)), direct: \(exceptions.isEmpty ? "none" : exceptions)"
    }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// The address without a name and password before its `@`.
    private static func shown(_ address: String) -> String {
        guard !address.isEmpty else { return "none" }
        guard let at = address.lastIndex(of: "@") else { return address }
        let scheme = address.split(separator: "/").first.map { $0.hasSuffix(":") ? "\($0)//" : "" } ?? ""
        return scheme + "***@" + address[address.index(after: at)...]
    }
}
