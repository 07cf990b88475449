/// How an endpoint's requests are signed, where it differs from the service's own way.
public struct SigningScheme: Sendable, Hashable {
    /// The service in the credential scope.
    public let service: String?
    /// The region in the credential scope, for example `us-east-1` for the global services.
    public let region: String?
    /// All services but S3 sign a path that is percent-encoded once more.
    public let encodesPathTwice: Bool
}
