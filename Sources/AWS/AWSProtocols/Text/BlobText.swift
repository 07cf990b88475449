/// Bytes as the base64 text that stands for them in values.
enum BlobText {
    /// Whether a text is base64 with its padding and without line breaks (RFC 4648, section 4).
    static func isBase64(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count % 4 == 0 else { return false }
        let padding = bytes.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        return bytes.dropLast(padding).allSatisfy(isDigit)
    }

    /// The text as it is kept in values, whatever spaces and line breaks the service put in; nil for no base64.
    static func canonical(_ text: String) -> String? {
        if isBase64(text) { return text }
        let digits = text.utf8.filter { !" \n\r\t".utf8.contains($0) }
        let packed = String(decoding: digits, as: UTF8.self)
        return isBase64(packed) ? packed : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
