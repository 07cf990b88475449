import Values

/// Writes values as JSON by RFC 8259.
struct JSONWriter {
    private var bytes: [UInt8] = []
    let indentation: Int?
    private var depth = 0

    init(indentation: Int?) { self.indentation = indentation }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func write(_ value: Value) {
        switch value {
        case .null: add("null")
        case .bool(let flag): add(flag ? "true" : "false")
        case .int(let number): add(String(number))
        case .double(let number): add(number.isFinite ? String(number) : "null")
        case .string(let text): write(string: text)
        case .list(let elements):
            write("[", "]", elements) { writer, element in writer.write(element) }
        case .object(let members):
            write("{", "}", members.pairs) { writer, pair in
                writer.write(string: pair.name)
                writer.add(writer.indentation == nil ? ":" : ": ")
                writer.write(pair.value)
            }
        case .reference(let reference):
            write(["$ref": .string("\(reference.address)#\(reference.attribute)")])
        case .secret(let secret):
            write(["$secret": .string("\(secret.region)/\(secret.name)#\(secret.key)")])
        case .template(let parts): write(["$template": .list(parts)])
        case .sensitive: write(string: "***")
        }
    }

    mutating func write<Element>(
        _ open: String, _ close: String, _ elements: [Element], _ one: (inout JSONWriter, Element) -> Void
    ) {
        add(open)
        depth += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { add(",") }
            breakLine()
            one(&self, element)
        }
        depth -= 1
        if !elements.isEmpty { breakLine() }
        add(close)
    }

    private mutating func breakLine() {
        guard let indentation else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * indentation))
    }

    mutating func write(string text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): add("\\\"")
            case UInt8(ascii: "\\"): add("\\\\")
            case UInt8(ascii: "\n"): add("\\n")
            case UInt8(ascii: "\r"): add("\\r")
            case UInt8(ascii: "\t"): add("\\t")
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                add("\\u00")
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
