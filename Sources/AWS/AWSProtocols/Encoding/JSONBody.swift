package import AWSModels
package import Values

/// Writes a value as the JSON that a shape asks for.
package struct JSONBody {
    package private(set) var bytes: [UInt8] = []
    private let operation: OperationModel

    package init(_ operation: OperationModel) { self.operation = operation }

    package mutating func write(_ value: Value, _ reference: ShapeReference) {
        if value.isNull { return add("null") }
        switch operation[reference].kind {
        case .structure(let structure): structure.isDocument ? write(document: value) : write(value, structure, nil)
        case .list(let element):
            add("[")
            for (index, one) in value.elements.enumerated() {
                if index > 0 { add(",") }
                write(one, element)
            }
            add("]")
        case .map(_, let entry):
            add("{")
            for (index, pair) in value.members.enumerated() {
                if index > 0 { add(",") }
                write(string: pair.name)
                add(":")
                write(pair.value, entry)
            }
            add("}")
        case .timestamp:
            let format = reference.traits.timestampFormat ?? .unixTimestamp
            guard let moment = ScalarText.timestamp(value) else { return write(string: ScalarText.plain(value)) }
            format == .unixTimestamp ? add(moment.text(format)) : write(string: moment.text(format))
        case .string, .blob: write(string: ScalarText.plain(value))
        case .integer, .long, .double, .float, .boolean: write(document: value)
        }
    }

    /// A structure's members that are set; `only` leaves out those that stand elsewhere in the message.
    package mutating func write(
        _ value: Value, _ structure: StructureShape, _ only: ((StructureShape.Member) -> Bool)?
    ) {
        add("{")
        var isFirst = true
        for pair in value.members where !pair.value.isNull {
            guard let member = structure.member(pair.name), only?(member) ?? true else { continue }
            if !isFirst { add(",") }
            isFirst = false
            write(string: member.reference.traits.locationName ?? member.name)
            add(":")
            write(pair.value, member.reference)
        }
        add("}")
    }

    /// Plain data as it is.
    package mutating func write(document value: Value) {
        switch value {
        case .double(let number) where number.isFinite: add(NumberText.text(number))
        case .int(let number): add(String(number))
        case .bool(let flag): add(flag ? "true" : "false")
        case .list(let elements):
            add("[")
            for (index, one) in elements.enumerated() {
                if index > 0 { add(",") }
                write(document: one)
            }
            add("]")
        case .object(let members):
            add("{")
            for (index, pair) in members.enumerated() {
                if index > 0 { add(",") }
                write(string: pair.name)
                add(":")
                write(document: pair.value)
            }
            add("}")
        case .null: add("null")
        default: write(string: ScalarText.plain(value))
        }
    }

    private mutating func write(string text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): add("\\\"")
            case UInt8(ascii: "\\"): add("\\\\")
            case 0..<0x20:
                add("\\u00")
                bytes.append(byte < 0x10 ? 48 : 49)
                bytes.append(byte & 15 < 10 ? 48 + (byte & 15) : 87 + (byte & 15))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
