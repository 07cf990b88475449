/// What a server shows to speak TLS, both as PEM.
public struct ServerIdentity: Sendable {
    public let certificate: String
    let key: String

    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}
