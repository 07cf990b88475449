import AWSModels
import Values

/// Writes a value as the XML that a shape asks for.
struct XMLBody {
    private(set) var bytes: [UInt8] = []
    private let operation: OperationModel

    init(_ operation: OperationModel) { self.operation = operation }

    mutating func write(_ value: Value, _ reference: ShapeReference, _ name: String) {
        switch operation[reference].kind {
        case .structure(let structure): write(value, structure, reference.traits, name)
        case .list(let element):
            if reference.traits.isFlattened {
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
    mutating func write(
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
        for (member, value) in set where !member.reference.traits.isXMLAttribute && only?(member) ?? true {
            write(value, member.reference, member.reference.traits.locationName ?? member.name)
        }
        close(name)
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
