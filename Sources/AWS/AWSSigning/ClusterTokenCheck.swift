import Digests
import HTTPMessages
public import Values

/// Decides whether a bearer token lets its holder into an EKS cluster, as EKS does: `ClusterToken` turned around.
///
/// Source: aws-iam-authenticator's README ("API authorization from outside a cluster").
public struct ClusterTokenCheck: Sendable {
    /// EKS takes a token for 15 minutes, whatever it says itself.
    private static let lifetime = TimeSpan.minutes(15)
    private let request: HTTPRequest
    private let received: ReceivedSignature

    /// - Returns: nil for what is no token for this very cluster.
    public init?(_ token: String, for cluster: String) {
        guard let request = Self.request(token, cluster), let received = ReceivedSignature(request),
            received.scope.service == "sts", received.lifetime != nil,
            received.signedHeaders.contains(ClusterToken.clusterField)
        else { return nil }
        (self.request, self.received) = (request, received)
    }

    /// The access key that it names, whether or not it was made with it.
    public var accessKeyID: String { received.accessKeyID }

    /// Whether it was made by a key pair, a short while ago.
    public func isMade(by credentials: Credentials, at now: Instant) -> Bool {
        let age = now - received.moment
        guard received.accessKeyID == credentials.accessKeyID, age <= Self.lifetime,
            age.milliseconds >= -TimeSpan.minutes(5).milliseconds
        else { return false }
        return received.isMade(by: credentials, over: request, body: SHA256Digest.hex([UInt8]()))
    }

    /// The call of STS that the token is.
    private static func request(_ token: String, _ cluster: String) -> HTTPRequest? {
        guard token.hasPrefix(ClusterToken.prefix) else { return nil }
        var text = String(
            token.dropFirst(ClusterToken.prefix.count).map { character -> Character in
                switch character {
                case "-": "+"
                case "_": "/"
                default: character
                }
            })
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let bytes = Base64.decode(text), let url = String(validating: bytes, as: UTF8.self) else { return nil }
        let sides = url.split(separator: "?", maxSplits: 1).map(String.init)
        guard sides.count == 2, let address = HTTPAddress(url: sides[0]),
            sides[1].split(separator: "&").contains("Action=GetCallerIdentity")
        else { return nil }
        return HTTPRequest(
            method: "GET", scheme: address.scheme, host: address.host, port: address.port,
            path: address.path.isEmpty ? "/" : address.path, query: sides[1],
            headers: HTTPHeaders([.init(name: ClusterToken.clusterField, value: cluster)]))
    }
}
