public import HTTPMessages
public import Values

/// Where an operation's requests go, and how they are signed there.
public struct Endpoint: Sendable, Hashable {
    /// The address as the rules give it.
    public let url: String
    public let address: HTTPAddress
    /// Whatever the rules say of it, `authSchemes` above all.
    public let properties: Value
    /// Headers that every request to it carries.
    public let headers: [String: [String]]

    /// The way of signing that we know, SigV4; nil when the rules name none, and the service's own holds.
    public var signing: SigningScheme? {
        for scheme in (properties["authSchemes"] ?? []).elements {
            guard let name = scheme.text("name"), name == "sigv4" || name == "sigv4-s3express" else { continue }
            return SigningScheme(
                service: scheme.text("signingName"), region: scheme.text("signingRegion"),
                encodesPathTwice: scheme["disableDoubleEncoding"]?.flag != true)
        }
        return nil
    }
}
