/// Why no certificate could be made.
public struct CertificateProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What libcrypto refused to do.
    public let step: String

    public var description: String { "no certificate can be made: libcrypto could not \(step)" }
}
