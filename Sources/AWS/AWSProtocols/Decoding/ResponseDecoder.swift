public import AWSModels
public import CloudCalls
public import HTTPMessages
public import Values
import XMLTrees

/// Makes of an answer the operation's output, or the error that it tells.
public struct ResponseDecoder: Sendable {
    private let operation: OperationModel

    public init(_ operation: OperationModel) { self.operation = operation }

    /// The output with AWS's own member names; secrets are `Value.sensitive`.
    /// - Throws: AWS's refusal, or `Transport.InvalidResponse` with effect unknown for what can't be understood.
    public func output(_ response: HTTPResponse) throws(AWSError) -> Value {
        guard (200..<300).contains(response.status), !isErrorInDisguise(response) else {
            throw failure(response).error
        }
        do {
            return try success(response)
        } catch {
            throw AWSError(
                "Transport.InvalidResponse", "the answer is not what the operation answers: \(error)",
                effect: .unknown, service: operation.metadata.service, operation: operation.name,
                requestID: Self.requestID(response) ?? "")
        }
    }

    /// The refusal that an answer tells.
    public func failure(_ response: HTTPResponse) -> DecodedFailure {
        FailureReader(operation, response).failure()
    }

    /// What AWS calls this call, from the answer's head.
    public static func requestID(_ response: HTTPResponse) -> String? {
        response.headers["x-amzn-requestid"] ?? response.headers["x-amz-request-id"]
            ?? response.headers["x-amzn-request-id"]
    }

    /// Some of S3's operations begin their answer before they know their result (S3, "CopyObject").
    private func isErrorInDisguise(_ response: HTTPResponse) -> Bool {
        guard operation.metadata.service == "s3", !response.body.isEmpty else { return false }
        if case .blob? = payload.map({ operation[$0.reference].kind }) { return false }
        guard let tree = try? XMLTree(response.body) else { return false }
        return tree.name(tree.root) == "Error"
    }

    private var payload: StructureShape.Member? {
        guard let structure = operation.structure(operation.output) else { return nil }
        return operation.output?.traits.payload.flatMap(structure.member)
    }

    private func success(_ response: HTTPResponse) throws(UnreadableAnswer) -> Value {
        guard let reference = operation.output, let structure = operation.structure(reference) else { return [:] }
        switch operation.metadata.wireProtocol {
        case .json:
            return try JSONShapeReader(operation).structure(try BodyReader.json(response.body), structure)
        case .query, .ec2:
            let tree = try BodyReader.tree(response.body)
            guard tree.name(tree.root) != "html" else { throw UnreadableAnswer("a web page") }
            let start = reference.traits.resultWrapper.flatMap { tree.child(tree.root, $0) } ?? tree.root
            var reader = XMLShapeReader(operation, tree)
            return try reader.structure(start, structure, reference)
        case .restJSON, .restXML:
            if operation.checksum?.validationMember != nil { try AnswerChecksum.check(response) }
            let head = try HeaderReader(operation, response).members(structure)
            return Value.object(head).merging(try BodyReader(operation, reference).members(response.body, structure))
        }
    }
}
