public import Values

/// A server's certificate and the authority that signed it, both made up on the spot.
///
/// The authority's key is thrown away once it has signed, and no key leaves the memory of this process.
public struct ServerCertificate: Sendable {
    /// The authority's certificate as PEM: who trusts it trusts this one server.
    public let authority: String
    /// The server's certificate as PEM.
    public let certificate: String
    /// The server's private key as PEM.
    public let key: Sensitive

    /// - Parameters:
    ///   - name: what the authority is called.
    ///   - addresses: the numeric addresses at which the server is reached.
    public init(authority name: String, addresses: [String]) throws(CertificateProblem) {
        let authorityKey = try KeyPair()
        let root = try CertificateDraft(name: name, key: authorityKey)
        try root.add(.constraints("critical,CA:TRUE,pathlen:0"), issuer: root)
        try root.add(.usage("critical,keyCertSign,cRLSign"), issuer: root)
        try root.add(.subjectKey, issuer: root)
        try root.sign(as: root, by: authorityKey)

        let serverKey = try KeyPair()
        let leaf = try CertificateDraft(name: "kube-apiserver", key: serverKey)
        let names = ["DNS:localhost"] + addresses.map { "IP:\($0)" }
        try leaf.add(.constraints("critical,CA:FALSE"), issuer: root)
        try leaf.add(.usage("critical,digitalSignature"), issuer: root)
        try leaf.add(.purpose("serverAuth"), issuer: root)
        try leaf.add(.names(names.joined(separator: ",")), issuer: root)
        try leaf.add(.subjectKey, issuer: root)
        try leaf.add(.authorityKey, issuer: root)
        try leaf.sign(as: root, by: authorityKey)

        authority = try root.pem
        certificate = try leaf.pem
        key = try serverKey.pem
    }
}
