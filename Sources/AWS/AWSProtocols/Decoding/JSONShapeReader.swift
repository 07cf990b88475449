package import AWSModels
package import Values

/// Makes of plain JSON the value that a shape describes; what the model doesn't know is left out.
package struct JSONShapeReader {
    private let operation: OperationModel

    package init(_ operation: OperationModel) { self.operation = operation }

    func value(_ json: Value, _ reference: ShapeReference) throws(UnreadableAnswer) -> Value {
        if json.isNull { return .null }
        switch operation[reference].kind {
        case .structure(let structure): return structure.isDocument ? json : try self.structure(json, structure)
        case .list(let element):
            guard case .list(let elements) = json else { throw mismatch("a list", reference) }
            var values: [Value] = []
            values.reserveCapacity(elements.count)
            for one in elements { values.append(try value(one, element)) }
            return .list(values)
        case .map(_, let entry):
            guard case .object(let members) = json else { throw mismatch("a map", reference) }
            var pairs: [Members.Pair] = []
            pairs.reserveCapacity(members.count)
            for pair in members { pairs.append(Members.Pair(name: pair.name, value: try value(pair.value, entry))) }
            return .object(Members(sorted: pairs))
        case let kind: return try scalar(json, kind, reference)
        }
    }

    /// A structure's members, but those that stand elsewhere in the message.
    package func structure(_ json: Value, _ structure: StructureShape) throws(UnreadableAnswer) -> Value {
        guard case .object(let members) = json else { throw UnreadableAnswer("no structure where one must stand") }
        var pairs: [Members.Pair] = []
        for member in structure.members where member.reference.traits.isInAnswerBody {
            let name = member.reference.traits.locationName ?? member.name
            guard let one = members[name], !one.isNull else { continue }
            pairs.append(Members.Pair(name: member.name, value: try value(one, member.reference)))
        }
        return .object(Members(sorted: pairs))
    }

    private func scalar(
        _ json: Value, _ kind: Shape.Kind, _ reference: ShapeReference
    ) throws(UnreadableAnswer) -> Value {
        switch (kind, json) {
        case (.string, .string(let text)): return ScalarReader.string(text, reference.traits)
        case (.boolean, .bool): return json
        case (.integer, .int), (.long, .int), (.double, .int), (.float, .int): return json
        case (.integer, .double(let number)), (.long, .double(let number)):
            guard case .int(let whole) = ScalarReader.number(number) else {
                throw mismatch("a whole number", reference)
            }
            return .int(whole)
        case (.double, .double(let number)), (.float, .double(let number)): return ScalarReader.number(number)
        case (.timestamp, .int), (.timestamp, .double):
            guard let moment = ScalarText.timestamp(json) else { throw mismatch("a time", reference) }
            return .string(moment.iso8601)
        case (.blob, .string(let text)), (.timestamp, .string(let text)), (.double, .string(let text)),
            (.float, .string(let text)), (.integer, .string(let text)), (.long, .string(let text)),
            (.boolean, .string(let text)):
            guard let value = try ScalarReader.value(text, kind, reference.traits) else {
                throw mismatch("a value", reference)
            }
            return value
        default: throw mismatch("a scalar of its type", reference)
        }
    }

    private func mismatch(_ wanted: String, _ reference: ShapeReference) -> UnreadableAnswer {
        UnreadableAnswer("\(operation[reference].name) is not \(wanted)")
    }
}
