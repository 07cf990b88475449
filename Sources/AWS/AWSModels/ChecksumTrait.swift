import Values

/// What a request's checksum is to be (Smithy 2.0, `aws.protocols#httpChecksum`).
public struct ChecksumTrait: Sendable, Hashable {
    /// The service refuses a request without one.
    public let isRequired: Bool
    /// The member in which the caller names the algorithm.
    public let algorithmMember: String?

    init?(_ definition: Value?) {
        guard let definition else { return nil }
        isRequired = definition["requestChecksumRequired"]?.flag ?? false
        algorithmMember = definition.text("requestAlgorithmMember")
        if !isRequired && algorithmMember == nil { return nil }
    }
}
