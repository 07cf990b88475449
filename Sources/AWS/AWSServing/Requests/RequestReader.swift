import AWSModels
import AWSProtocols
import HTTPMessages
import Values

/// Makes of a request the input that it carries: `RequestEncoder` turned around.
struct RequestReader {
    private let operation: OperationModel

    init(_ operation: OperationModel) { self.operation = operation }

    func input(_ request: HTTPRequest, labels: [String: String]) throws(UnreadableAnswer) -> Value {
        switch operation.metadata.wireProtocol {
        case .query, .ec2: return try FormReader(operation).input(FormTree(Self.form(request)))
        case .json:
            guard let structure = operation.structure(operation.input) else { return [:] }
            return try JSONShapeReader(operation).structure(try BodyReader.json(request.body), structure)
        case .restJSON, .restXML:
            guard let reference = operation.input, let structure = operation.structure(reference) else { return [:] }
            let body = try BodyReader(operation, reference).members(request.body, structure)
            let head = try HeaderReader(operation, request.headers).members(structure)
            let outside = try outside(structure, request, labels)
            let set = head.pairs.filter { !$0.value.isEmptyContainer }
            return body.merging(.object(Members(sorted: set))).merging(outside)
        }
    }

    /// The form of a request, which a GET has in its query.
    static func form(_ request: HTTPRequest) -> String {
        request.method == "GET" ? request.query : String(decoding: request.body, as: UTF8.self)
    }

    /// The members that stand in path and query.
    private func outside(
        _ structure: StructureShape, _ request: HTTPRequest, _ labels: [String: String]
    ) throws(UnreadableAnswer) -> Value {
        let query = QueryText.pairs(request.query)
        let named = Set(
            structure.members.filter { $0.reference.traits.location == .querystring }
                .map { $0.reference.traits.locationName ?? $0.name })
        var pairs: [(String, Value)] = []
        for member in structure.members {
            let reference = member.reference
            let name = reference.traits.locationName ?? member.name
            let value: Value?
            switch reference.traits.location {
            case .uri: value = try labels[name].flatMap { text throws(UnreadableAnswer) in try scalar(text, reference) }
            case .querystring: value = try parameter(name, reference, query, named)
            default: value = nil
            }
            if let value { pairs.append((member.name, value)) }
        }
        return .object(Members(pairs))
    }

    private func parameter(
        _ name: String, _ reference: ShapeReference, _ query: [(name: String, value: String)], _ named: Set<String>
    ) throws(UnreadableAnswer) -> Value? {
        let texts = query.filter { $0.name == name }.map(\.value)
        switch operation[reference].kind {
        case .list(let element):
            var values: [Value] = []
            for text in texts {
                if let value = try scalar(text, element) { values.append(value) }
            }
            return values.isEmpty ? nil : .list(values)
        case .map(_, let entry):
            let isList = if case .list = operation[entry].kind { true } else { false }
            var pairs: [(String, Value)] = []
            for one in query where !named.contains(one.name) {
                let all = query.filter { $0.name == one.name }.map(\.value)
                pairs.append((one.name, isList ? .strings(all) : .string(one.value)))
            }
            return pairs.isEmpty ? nil : .object(Members(pairs))
        default: return try texts.first.flatMap { text throws(UnreadableAnswer) in try scalar(text, reference) }
        }
    }

    private func scalar(_ text: String, _ reference: ShapeReference) throws(UnreadableAnswer) -> Value? {
        try ScalarReader.value(text, operation[reference].kind, reference.traits)
    }
}

extension Value {
    /// A list or map without anything in it is not in a header at all.
    fileprivate var isEmptyContainer: Bool {
        switch self {
        case .list(let elements): elements.isEmpty
        case .object(let members): members.count == 0
        default: false
        }
    }
}
