package import AWSModels
package import Values

/// Writes a value as the XML that a shape asks for.
package struct XMLBody {
    package private(set) var bytes: [UInt8] = []
    private let operation: OperationModel

    /// Whether this is an answer: there the elements of a flat list go by the name that the list gives them, if any.
    private let isAnswer: Bool

    package init(_ operation: OperationModel, isAnswer: Bool = false) {
        self.operation = operation
        self.isAnswer = isAnswer
    }

    package mutating func write(_ value: Value, _ reference: ShapeReference, _ name: String) {
        switch operation[reference].kind {
        case .structure(let structure): write(value, structure, reference.traits, name)
        case .list(let element):
            if reference.traits.isFlattened {
                let name = isAnswer ? element.traits.locationName ?? name : name
                for one in value.elements { write(one, element, name) }
            } else {
                open(name, reference.traits)
                for one in value.elements { write(one, element, element.traits.locationName ?? "member") }
                close(name)
            }
        case .map(let key, let entry):
            let isFlattened = reference.traits.isFlattened
            if !isFlattened { open(name, reference.traits) }
            for pair in value.members {
                open(isFlattened ? name : "entry", isFlattened ? reference.traits : nil)
                write(.string(pair.name), key, key.traits.locationName ?? "key")
                write(pair.value, entry, entry.traits.locationName ?? "value")
                close(isFlattened ? name : "entry")
            }
            if !isFlattened { close(name) }
        case let kind:
            open(name, reference.traits)
            escape(ScalarText.text(value, kind, reference.traits.timestampFormat ?? .iso8601))
            close(name)
        }
    }

    /// A structure's members that are set; `only` leaves out those that stand elsewhere in the message.
    package mutating func write(
        _ value: Value, _ structure: StructureShape, _ traits: Traits, _ name: String,
        _ only: ((StructureShape.Member) -> Bool)? = nil
    ) {
        let set = value.members.pairs.compactMap { pair in
            pair.value.isNull ? nil : structure.member(pair.name).map { (member: $0, value: pair.value) }
        }
        add("<\(name)")
        namespace(traits)
        for (member, value) in set where member.reference.traits.isXMLAttribute {
            add(" \(member.reference.traits.locationName ?? member.name)=\"")
            escape(ScalarText.plain(value))
            add("\"")
        }
        add(">")
        write(membersOf: value, structure, only)
        close(name)
    }

    /// The elements of a structure without one around them.
    package mutating func write(
        membersOf value: Value, _ structure: StructureShape, _ only: ((StructureShape.Member) -> Bool)? = nil
    ) {
        for pair in value.members.pairs where !pair.value.isNull {
            guard let member = structure.member(pair.name), !member.reference.traits.isXMLAttribute,
                only?(member) ?? true
            else { continue }
            write(pair.value, member.reference, member.reference.traits.locationName ?? member.name)
        }
    }

    private mutating func open(_ name: String, _ traits: Traits?) {
        add("<\(name)")
        if let traits { namespace(traits) }
        add(">")
    }

    private mutating func close(_ name: String) { add("</\(name)>") }

    private mutating func namespace(_ traits: Traits) {
        guard let namespace = traits.namespace else { return }
        add(namespace.prefix.map { " xmlns:\($0)=\"" } ?? " xmlns=\"")
        escape(namespace.uri)
        add("\"")
    }

    private mutating func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): add("&amp;")
            case UInt8(ascii: "<"): add("&lt;")
            case UInt8(ascii: ">"): add("&gt;")
            case UInt8(ascii: "\""): add("&quot;")
            // A reader would make one line break of these, and spaces of them in an attribute.
            case UInt8(ascii: "\r"): add("&#xD;")
            case UInt8(ascii: "\n"): add("&#xA;")
            default: bytes.append(byte)
            }
        }
    }

    private mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
