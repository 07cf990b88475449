import AWSModels
import CloudCalls
import Documents
import HTTPMessages
import Values
import XMLTrees

/// Reads what a refusal says: each protocol has its own form, and what stands between may answer in none of them.
struct FailureReader {
    private struct Told {
        var code = ""
        var message = ""
        var requestID = ""
        var details: Value = [:]
    }

    private let operation: OperationModel
    private let response: HTTPResponse

    init(_ operation: OperationModel, _ response: HTTPResponse) {
        self.operation = operation
        self.response = response
    }

    func failure() -> DecodedFailure {
        let isJSON = [.json, .restJSON].contains(operation.metadata.wireProtocol)
        var told = (isJSON ? json() : xml()) ?? Told()
        if told.code.isEmpty { told.code = String(response.status) }
        if told.message.isEmpty, told.code == String(response.status) {
            told.message = HTTPStatus.words(response.status)
        }
        let id = ResponseDecoder.requestID(response) ?? told.requestID
        let plain = AWSError(told.code, told.message)
        // A server that failed inside, be it after it began to answer, may have done its work; one that only sheds load
        // has not begun.
        let isUnknown = !(300..<500).contains(response.status) && !plain.isThrottling
        let error = AWSError(
            told.code, told.message, effect: isUnknown ? .unknown : .none, service: operation.metadata.service,
            operation: operation.name, requestID: id)
        return DecodedFailure(error: error, details: told.details)
    }

    /// The error that a code or a shape's name means.
    private func shape(_ code: String) -> ErrorShape? {
        operation.errors.first { $0.code == code } ?? operation.errors.first { $0.name == code }
    }

    private func head(_ structure: StructureShape) -> Value {
        .object((try? HeaderReader(operation, response).members(structure)) ?? Members())
    }

    // MARK: JSON

    private func json() -> Told? {
        guard let body = try? BodyReader.json(response.body), case .object = body else { return nil }
        var told = Told()
        let header = response.headers["x-amzn-errortype"]
        told.code = Self.name(header ?? body.text("__type") ?? body.text("code") ?? body.text("Code") ?? "")
        told.message = body.text("message") ?? body.text("Message") ?? body.text("errorMessage") ?? ""
        if let shape = shape(told.code), let structure = operation.structure(shape.reference) {
            let members = try? JSONShapeReader(operation).structure(body, structure)
            told.details = (members ?? [:]).merging(head(structure))
        }
        // A service that once spoke `query` tells the code that it had then.
        if operation.metadata.isQueryCompatible, let old = response.headers["x-amzn-query-error"] {
            let parts = old.split(separator: ";", omittingEmptySubsequences: false)
            if parts.count == 2, !parts[0].isEmpty { told.code = String(parts[0]) }
        }
        return told
    }

    /// `aws.protocoltests#FooError:http://...` is `FooError`.
    private static func name(_ code: String) -> String {
        let head = code.prefix { $0 != ":" }
        return String(head.split(separator: "#").last ?? "")
    }

    // MARK: XML

    private func xml() -> Told? {
        guard let tree = try? BodyReader.tree(response.body), let error = Self.error(in: tree) else { return nil }
        func text(_ parent: XMLTree.Element, _ name: String) -> String? { tree.child(parent, name).map(tree.text) }
        var told = Told()
        told.code = text(error, "Code") ?? ""
        told.message = text(error, "Message") ?? text(error, "message") ?? ""
        let ids = [tree.root, error].flatMap { parent in
            ["RequestId", "RequestID", "requestId"].compactMap { text(parent, $0) }
        }
        told.requestID = ids.first ?? ""
        if let shape = shape(told.code), let structure = operation.structure(shape.reference) {
            var reader = XMLShapeReader(operation, tree)
            let members = try? reader.structure(error, structure, shape.reference)
            told.details = (members ?? [:]).merging(head(structure))
        }
        return told
    }

    /// `<ErrorResponse><Error>`, EC2's `<Response><Errors><Error>`, and S3's bare `<Error>`.
    private static func error(in tree: XMLTree) -> XMLTree.Element? {
        switch tree.name(tree.root) {
        case "Error": tree.root
        case "html": nil
        default:
            tree.child(tree.root, "Error") ?? tree.child(tree.root, "Errors").flatMap { tree.child($0, "Error") }
        }
    }
}
