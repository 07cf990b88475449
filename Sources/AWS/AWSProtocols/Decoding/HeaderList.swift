/// Lists in a header: parts between commas, some in quotation marks (RFC 9110, section 5.6.1).
enum HeaderList {
    /// The parts; an HTTP date holds a comma itself.
    static func parts(_ text: String, ofDates: Bool) -> [String] {
        var parts: [String] = []
        var part: [UInt8] = []
        var isQuoted = false
        var isEscaped = false
        var commas = 0
        for byte in text.utf8 {
            switch byte {
            case _ where isEscaped:
                part.append(byte)
                isEscaped = false
            case UInt8(ascii: "\\") where isQuoted: isEscaped = true
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted:
                commas += 1
                if ofDates, !commas.isMultiple(of: 2) {
                    part.append(byte)
                } else {
                    parts.append(trimmed(part))
                    part = []
                }
            default: part.append(byte)
            }
        }
        parts.append(trimmed(part))
        return parts
    }

    private static func trimmed(_ bytes: [UInt8]) -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let rest = bytes.drop(while: isSpace)
        return String(decoding: rest.dropLast(rest.reversed().prefix(while: isSpace).count), as: UTF8.self)
    }
}
