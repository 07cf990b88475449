public import Values

/// One operation with every shape that it reaches: all that encoding, decoding and validating need.
public struct OperationModel: Sendable {
    public let metadata: ServiceMetadata
    public let name: String
    public let method: String
    /// The path with labels in braces, and what of the query is always sent.
    public let requestURI: String
    /// The status of an answer that went well.
    public let responseStatus: Int
    public let input: ShapeReference?
    public let output: ShapeReference?
    public let errors: [ErrorShape]
    /// What stands before the endpoint's host, with labels in braces.
    public let hostPrefix: String?
    public let checksum: ChecksumTrait?
    /// Sent without a signature, such as AssumeRoleWithWebIdentity.
    public let isUnsigned: Bool
    /// The body is left out of the signature.
    public let hasUnsignedPayload: Bool
    /// Parameters of the endpoint rules that this operation fixes.
    public let endpointParameters: Members
    /// Every shape that the operation reaches.
    let shapes: [Shape]

    init(
        metadata: ServiceMetadata, name: String, definition: Value, input: ShapeReference?, output: ShapeReference?,
        errors: [ErrorShape], shapes: [Shape]
    ) {
        self.metadata = metadata
        self.name = name
        method = definition["http"]?.text("method") ?? "POST"
        requestURI = definition["http"]?.text("requestUri") ?? "/"
        responseStatus = definition["http"]?.number("responseCode") ?? 200
        self.input = input
        self.output = output
        self.errors = errors
        hostPrefix = definition["endpoint"]?.text("hostPrefix")
        let plain: Value? = definition["httpChecksumRequired"]?.flag == true ? ["requestChecksumRequired": true] : nil
        checksum = ChecksumTrait(definition["httpChecksum"] ?? plain)
        isUnsigned = definition.text("authtype") == "none"
        hasUnsignedPayload = definition["unsignedPayload"]?.flag ?? false
        endpointParameters = Members(
            (definition["staticContextParams"] ?? [:]).members.map { ($0.name, $0.value["value"] ?? .null) })
        self.shapes = shapes
    }

    /// The input members by which AWS knows a call that is sent again, sorted; with one of them a retry is safe.
    public var idempotencyTokens: [String] {
        (structure(input)?.members ?? []).filter { $0.reference.traits.isIdempotencyToken }.map(\.name)
    }

    /// The shape that a reference of this operation means.
    public subscript(reference: ShapeReference) -> Shape { shapes[reference.index] }

    /// The members of the input or output, when it is a structure.
    public func structure(_ reference: ShapeReference?) -> StructureShape? {
        guard let reference, case .structure(let structure) = self[reference].kind else { return nil }
        return structure
    }
}
