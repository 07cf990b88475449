package import AWSModels
import Digests
import Documents
package import HTTPMessages
package import Values

/// Reads the members that stand in the head of a message.
package struct HeaderReader {
    private let operation: OperationModel
    /// The status, where the message is an answer.
    private let status: Int?
    private let headers: HTTPHeaders

    init(_ operation: OperationModel, _ response: HTTPResponse) {
        self.operation = operation
        status = response.status
        headers = response.headers
    }

    package init(_ operation: OperationModel, _ headers: HTTPHeaders) {
        self.operation = operation
        self.headers = headers
        status = nil
    }

    package func members(_ structure: StructureShape) throws(UnreadableAnswer) -> Members {
        var pairs: [(String, Value)] = []
        for member in structure.members {
            let name = member.reference.traits.locationName ?? member.name
            switch member.reference.traits.location {
            case .statusCode: if let status { pairs.append((member.name, .int(status))) }
            case .headers: pairs.append((member.name, .object(map(prefix: member.reference.traits.locationName ?? ""))))
            case .header:
                guard let text = headers[name] else { continue }
                if let value = try value(text, member.reference) { pairs.append((member.name, value)) }
            case .uri, .querystring, nil: continue
            }
        }
        return Members(pairs)
    }

    private func map(prefix: String) -> Members {
        let length = prefix.utf8.count
        return Members(
            headers.fields.compactMap { field in
                guard field.name.lowercased().hasPrefix(prefix.lowercased()) else { return nil }
                return (String(field.name.utf8.dropFirst(length)) ?? field.name, .string(field.value))
            })
    }

    private func value(_ text: String, _ reference: ShapeReference) throws(UnreadableAnswer) -> Value? {
        if reference.traits.isJSON { return try json(text) }
        guard case .list(let element) = operation[reference].kind else {
            return try ScalarReader.value(text, operation[reference].kind, reference.traits)
        }
        let kind = operation[element].kind
        let isTime = if case .timestamp = kind { true } else { false }
        var values: [Value] = []
        for part in HeaderList.parts(text, ofDates: isTime && element.traits.timestampFormat ?? .rfc822 == .rfc822) {
            if let value = try ScalarReader.value(part, kind, element.traits) { values.append(value) }
        }
        return .list(values)
    }

    private func json(_ text: String) throws(UnreadableAnswer) -> Value {
        guard let bytes = Base64.decode(text) else { throw UnreadableAnswer("a header that is no base64") }
        do {
            return try JSON.value(from: bytes)
        } catch { throw UnreadableAnswer("a header that holds no JSON") }
    }
}
