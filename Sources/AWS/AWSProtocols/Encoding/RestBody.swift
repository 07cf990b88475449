import AWSModels
import Digests
import HTTPMessages
import Values

/// The body of a request in the `rest` protocols.
struct RestBody {
    private let operation: OperationModel
    private let input: Value
    private let isJSON: Bool

    init(_ operation: OperationModel, _ input: Value) {
        self.operation = operation
        self.input = input
        isJSON = operation.metadata.wireProtocol == .restJSON
    }

    func add(to request: inout HTTPRequest) {
        guard let reference = operation.input, let structure = operation.structure(reference) else { return }
        if let payload = reference.traits.payload, let member = structure.member(payload) {
            add(payload: member, to: &request)
            return
        }
        let isInBody: (StructureShape.Member) -> Bool = { $0.reference.traits.location == nil }
        guard structure.members.contains(where: isInBody) else { return }
        if isJSON {
            var body = JSONBody(operation)
            body.write(input, structure, isInBody)
            request.body = body.bytes
        } else {
            let isSet = structure.members.contains { isInBody($0) && input[$0.name].map { !$0.isNull } ?? false }
            guard isSet else { return }
            var body = XMLBody(operation)
            body.write(input, structure, reference.traits, rootName(reference, of: nil), isInBody)
            request.body = body.bytes
        }
        setType(isJSON ? "application/json" : "application/xml", of: &request)
    }

    private func add(payload member: StructureShape.Member, to request: inout HTTPRequest) {
        let value = input[member.name].flatMap { $0.isNull ? nil : $0 }
        switch operation[member.reference].kind {
        case .blob:
            request.body = value.flatMap { Base64.decode(ScalarText.plain($0)) } ?? []
            setType("application/octet-stream", of: &request)
        case .string:
            guard let value else { return }
            request.body = Array(ScalarText.plain(value).utf8)
            setType("text/plain", of: &request)
        case let kind:
            guard let value else {
                if isJSON, case .structure(let structure) = kind, !structure.isUnion, !structure.isDocument {
                    request.body = Array("{}".utf8)
                    setType("application/json", of: &request)
                }
                return
            }
            if isJSON {
                var body = JSONBody(operation)
                body.write(value, member.reference)
                request.body = body.bytes
            } else {
                var body = XMLBody(operation)
                body.write(value, member.reference, rootName(member.reference, of: member.name))
                request.body = body.bytes
            }
            setType(isJSON ? "application/json" : "application/xml", of: &request)
        }
    }

    /// A payload's name where it is referred to goes before the structure's own, unless it only repeats the member's.
    private func rootName(_ reference: ShapeReference, of member: String?) -> String {
        let given = reference.traits.locationName
        if let member, let given, given != member { return given }
        return operation.structure(reference)?.rootName ?? given ?? operation[reference].name
    }

    private func setType(_ type: String, of request: inout HTTPRequest) {
        if request.headers["Content-Type"] == nil { request.headers["Content-Type"] = type }
    }
}
