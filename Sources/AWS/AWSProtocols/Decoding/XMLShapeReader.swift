import AWSModels
import Values
import XMLTrees

/// Makes of XML the value that a shape describes; what the model doesn't know is left out.
struct XMLShapeReader {
    private let operation: OperationModel
    private let tree: XMLTree
    private let numbers: [String: Int]
    /// For each structure that was met, which member an element of each name is; -1 for none.
    private var tables: [Int: [Int]] = [:]

    init(_ operation: OperationModel, _ tree: XMLTree) {
        self.operation = operation
        self.tree = tree
        numbers = Dictionary(
            tree.distinctNames.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    /// The value of an element; nil when it is empty where something must stand.
    mutating func value(
        _ element: XMLTree.Element, _ reference: ShapeReference
    ) throws(UnreadableAnswer) -> Value? {
        switch operation[reference].kind {
        case .structure(let structure): return try self.structure(element, structure, reference)
        case .list(let entry): return try list(tree.firstChild(element), entry)
        case .map(let key, let entry): return try map(tree.children(element), key, entry)
        case let kind:
            do {
                return try ScalarReader.value(tree.text(element), kind, reference.traits)
            } catch { throw UnreadableAnswer("\(tree.name(element)) holds \(error)") }
        }
    }

    /// A structure's members, but those that stand elsewhere in the message.
    mutating func structure(
        _ element: XMLTree.Element, _ structure: StructureShape, _ reference: ShapeReference
    ) throws(UnreadableAnswer) -> Value {
        let table = self.table(structure, reference)
        var slots = [Value?](repeating: nil, count: structure.members.count)
        var flattened: [Int: [XMLTree.Element]] = [:]
        var next = tree.firstChild(element)
        while let child = next {
            next = tree.nextSibling(child)
            let place = table[tree.nameNumber(child)]
            guard place >= 0, slots[place] == nil else { continue }
            let member = structure.members[place].reference
            if member.traits.isFlattened {
                flattened[place, default: []].append(child)
            } else {
                slots[place] = try value(child, member)
            }
        }
        for (place, elements) in flattened {
            slots[place] = try self.flattened(elements, structure.members[place].reference)
        }
        for (place, member) in structure.members.enumerated() where member.reference.traits.isXMLAttribute {
            let name = member.reference.traits.locationName ?? member.name
            guard let attribute = tree.attributes(element).first(where: { Self.same($0.name, name) }) else { continue }
            let kind = operation[member.reference].kind
            slots[place] = try ScalarReader.value(attribute.value, kind, member.reference.traits)
        }
        var pairs: [Members.Pair] = []
        for (place, slot) in slots.enumerated() {
            if let slot { pairs.append(Members.Pair(name: structure.members[place].name, value: slot)) }
        }
        return .object(Members(sorted: pairs))
    }

    private mutating func table(_ structure: StructureShape, _ reference: ShapeReference) -> [Int] {
        if let table = tables[reference.index] { return table }
        var table = [Int](repeating: -1, count: numbers.count)
        for (place, member) in structure.members.enumerated() where member.reference.traits.isInAnswerBody {
            let name = member.reference.traits.locationName ?? member.name
            if let number = numbers[name] { table[number] = place }
        }
        // The elements of a flattened list may go by the name of the list's element instead.
        for (place, member) in structure.members.enumerated() where member.reference.traits.isFlattened {
            guard case .list(let entry) = operation[member.reference].kind, let name = entry.traits.locationName,
                let number = numbers[name], table[number] < 0
            else { continue }
            table[number] = place
        }
        tables[reference.index] = table
        return table
    }

    private mutating func list(
        _ first: XMLTree.Element?, _ entry: ShapeReference
    ) throws(UnreadableAnswer) -> Value {
        var values: [Value] = []
        var next = first
        while let child = next {
            if let one = try value(child, entry) { values.append(one) }
            next = tree.nextSibling(child)
        }
        return .list(values)
    }

    private mutating func flattened(
        _ elements: [XMLTree.Element], _ reference: ShapeReference
    ) throws(UnreadableAnswer) -> Value? {
        switch operation[reference].kind {
        case .list(let entry):
            var values: [Value] = []
            for element in elements {
                if let one = try value(element, entry) { values.append(one) }
            }
            return .list(values)
        case .map(let key, let entry): return try map(elements, key, entry)
        default: return try elements.first.flatMap { one throws(UnreadableAnswer) in try value(one, reference) }
        }
    }

    private mutating func map(
        _ entries: [XMLTree.Element], _ key: ShapeReference, _ entry: ShapeReference
    ) throws(UnreadableAnswer) -> Value {
        var pairs: [(String, Value)] = []
        for one in entries {
            guard let name = tree.child(one, key.traits.locationName ?? "key"),
                let child = tree.child(one, entry.traits.locationName ?? "value")
            else { throw UnreadableAnswer("\(tree.name(one)) is an entry of a map without its key or value") }
            if let value = try value(child, entry) { pairs.append((tree.text(name), value)) }
        }
        return .object(Members(pairs))
    }

    /// Attributes with a namespace go by their local name, since a service may choose its prefix.
    private static func same(_ name: String, _ wanted: String) -> Bool {
        name == wanted || wanted.contains(":") && name.split(separator: ":").last == wanted.split(separator: ":").last
    }
}
