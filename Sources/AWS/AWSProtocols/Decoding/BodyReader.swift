package import AWSModels
import Diagnostics
import Documents
package import Values
import XMLTrees

/// Reads the members that stand in the body of a message in the `rest` protocols.
package struct BodyReader {
    private let operation: OperationModel
    private let reference: ShapeReference

    /// - Parameter reference: the operation's input or output.
    package init(_ operation: OperationModel, _ reference: ShapeReference) {
        self.operation = operation
        self.reference = reference
    }

    package func members(_ body: [UInt8], _ structure: StructureShape) throws(UnreadableAnswer) -> Value {
        let isJSON = operation.metadata.wireProtocol == .restJSON
        guard let payload = reference.traits.payload.flatMap(structure.member) else {
            let isInBody = structure.members.contains { $0.reference.traits.isInAnswerBody }
            guard isInBody, !body.isEmpty else { return [:] }
            if isJSON { return try JSONShapeReader(operation).structure(try Self.json(body), structure) }
            let tree = try Self.document(body)
            if let special = ServiceRules.output(operation, tree) { return special }
            var reader = XMLShapeReader(operation, tree)
            return try reader.structure(tree.root, structure, reference)
        }
        let kind = operation[payload.reference].kind
        if case .string = kind {} else if body.isEmpty { return [:] }
        switch kind {
        case .blob: return [payload.name: PayloadText.blob(body, payload.reference.traits)]
        case .string:
            let text = String(decoding: body, as: UTF8.self)
            return [payload.name: ScalarReader.string(text, payload.reference.traits)]
        default: break
        }
        if isJSON {
            return [payload.name: try JSONShapeReader(operation).value(try Self.json(body), payload.reference)]
        }
        let tree = try Self.document(body)
        var reader = XMLShapeReader(operation, tree)
        return try reader.value(tree.root, payload.reference).map { [payload.name: $0] } ?? [:]
    }

    /// What stands between may answer with a web page.
    private static func document(_ body: [UInt8]) throws(UnreadableAnswer) -> XMLTree {
        let tree = try tree(body)
        guard tree.name(tree.root) != "html" else { throw UnreadableAnswer("a web page") }
        return tree
    }

    package static func json(_ body: [UInt8]) throws(UnreadableAnswer) -> Value {
        if body.isEmpty { return [:] }
        do {
            return try JSON.value(from: body, file: "the answer")
        } catch { throw UnreadableAnswer("no JSON: \(error.code)") }
    }

    static func tree(_ body: [UInt8]) throws(UnreadableAnswer) -> XMLTree {
        do {
            return try XMLTree(body)
        } catch { throw UnreadableAnswer("no XML: \(error)") }
    }
}
