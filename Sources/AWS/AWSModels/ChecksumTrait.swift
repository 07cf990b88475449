import Values

/// What a request's checksum is to be (Smithy 2.0, `aws.protocols#httpChecksum`).
public struct ChecksumTrait: Sendable, Hashable {
    /// The service refuses a request without one.
    public let isRequired: Bool
    /// The member in which the caller names the algorithm.
    public let algorithmMember: String?
    /// The member in which the caller asks for the checksum of the answer.
    public let validationMember: String?

    init?(_ definition: Value?) {
        guard let definition else { return nil }
        isRequired = definition["requestChecksumRequired"]?.flag ?? false
        algorithmMember = definition.text("requestAlgorithmMember")
        validationMember = definition.text("requestValidationModeMember")
        if !isRequired && algorithmMember == nil && validationMember == nil { return nil }
    }
}
