import Diagnostics
import Documents
import Values

/// Policy documents: objects in properties, JSON text on the wire (URL-encoded by IAM's reads).
enum PolicyDocument {
    static func text(of document: Value?) -> Value { document.map { .string(JSON.text(of: $0)) } ?? .null }

    /// The document that a text says; null when it is none.
    static func document(_ text: String?) -> Value {
        guard let text else { return .null }
        let decoded = text.hasPrefix("%") ? percentDecoded(text) : text
        do throws(Diagnostic) { return try JSON.value(from: decoded, file: "policy") } catch { return .null }
    }

    private static func percentDecoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
