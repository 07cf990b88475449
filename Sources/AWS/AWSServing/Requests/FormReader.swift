import AWSModels
import AWSProtocols
import Values

/// Reads an input from a form: the `query` protocol and EC2's variety of it.
struct FormReader {
    private let operation: OperationModel
    private let isEC2: Bool

    init(_ operation: OperationModel) {
        self.operation = operation
        isEC2 = operation.metadata.wireProtocol == .ec2
    }

    func input(_ form: FormTree) throws(UnreadableAnswer) -> Value {
        guard let structure = operation.structure(operation.input) else { return [:] }
        return try self.structure(form, structure)
    }

    private func structure(_ form: FormTree, _ structure: StructureShape) throws(UnreadableAnswer) -> Value {
        var pairs: [Members.Pair] = []
        for member in structure.members {
            guard let node = node(of: member, in: form) else { continue }
            if let value = try value(node, member.reference, member.name) {
                pairs.append(Members.Pair(name: member.name, value: value))
            }
        }
        return .object(Members(sorted: pairs))
    }

    private func node(of member: StructureShape.Member, in form: FormTree) -> FormTree? {
        let name = FormNames.member(member, isEC2: isEC2)
        if case .list(let element) = operation[member.reference].kind,
            let flat = FormNames.flatElement(member.reference, element, isEC2: isEC2)
        {
            // An empty list goes by its own name.
            return form[flat] ?? form[name]
        }
        return form[name]
    }

    private func value(
        _ node: FormTree, _ reference: ShapeReference, _ name: String
    ) throws(UnreadableAnswer) -> Value? {
        switch operation[reference].kind {
        case .structure(let structure): return try self.structure(node, structure)
        case .list(let element):
            let list = FormNames.element(reference, element, isEC2: isEC2).map { node[$0] ?? FormTree() } ?? node
            var values: [Value] = []
            for one in list.elements {
                if let value = try value(one, element, name) { values.append(value) }
            }
            return values.isEmpty && node.text == nil ? nil : .list(values)
        case .map(let key, let entry):
            let map = reference.traits.isFlattened ? node : node["entry"] ?? FormTree()
            var pairs: [(String, Value)] = []
            for one in map.elements {
                guard let keyText = one[key.traits.locationName ?? "key"]?.text,
                    let child = one[entry.traits.locationName ?? "value"]
                else { throw UnreadableAnswer("\(name) has an entry without its key or value") }
                if let value = try value(child, entry, name) { pairs.append((keyText, value)) }
            }
            return pairs.isEmpty ? nil : .object(Members(pairs))
        case let kind:
            guard let text = node.text else { return nil }
            do {
                return try ScalarReader.value(text, kind, reference.traits)
            } catch { throw UnreadableAnswer("\(name) holds \(error)") }
        }
    }
}
