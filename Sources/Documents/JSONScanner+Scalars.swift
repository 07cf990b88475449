import Diagnostics

extension JSONScanner {
    /// Reads a string, a number, true, false or null.
    mutating func scalar() throws(Diagnostic) -> Node.Content {
        guard let byte = peek else { throw unexpected("a value") }
        switch byte {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return try literal()
        default: throw unexpected("a value")
        }
    }

    /// Reads `"name":`.
    mutating func memberName() throws(Diagnostic) -> String {
        guard peek == UInt8(ascii: "\"") else { throw unexpected("a name in double quotes") }
        let name = try string()
        skipSpace()
        guard skip(UInt8(ascii: ":")) else { throw unexpected("a colon") }
        return name
    }

    private mutating func literal() throws(Diagnostic) -> Node.Content {
        let start = mark
        let first = offset
        while let byte = peek, isWordByte(byte) { advance() }
        let word = String(decoding: bytes[first..<offset], as: UTF8.self)
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            throw problem(
                .literal, "`\(word.shown)` is no JSON value", at: start,
                hint: "true, false and null are the only bare words; put a text in double quotes")
        }
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Reads a number by RFC 8259 section 6 and keeps its text.
    private mutating func number() throws(Diagnostic) -> String {
        let start = mark
        let first = offset
        _ = skip(UInt8(ascii: "-"))
        if skip(UInt8(ascii: "0")) {
            if let byte = peek, isDigit(byte) {
                throw problem(.number, "a number begins with 0", at: start, hint: "leave out the leading zeros")
            }
        } else {
            try digits("a number needs a digit after its sign", start)
        }
        if skip(UInt8(ascii: ".")) { try digits("a number needs a digit after its point", start) }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try digits("a number needs a digit in its exponent", start)
        }
        if let byte = peek, isWordByte(byte) || byte == UInt8(ascii: ".") {
            throw problem(.number, "no number is written like this", at: start)
        }
        return String(decoding: bytes[first..<offset], as: UTF8.self)
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private mutating func digits(_ message: String, _ start: Mark) throws(Diagnostic) {
        guard let byte = peek, isDigit(byte) else { throw problem(.number, message, at: start) }
        while let byte = peek, isDigit(byte) { advance() }
    }

    /// Reads a string by RFC 8259 section 7.
    private mutating func string() throws(Diagnostic) -> String {
        let start = mark
        advance()
        var text = ""
        var run = offset
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                text += String(decoding: bytes[run..<offset], as: UTF8.self)
                advance()
                return text
            case UInt8(ascii: "\\"):
                text += String(decoding: bytes[run..<offset], as: UTF8.self)
                text.unicodeScalars.append(try escape())
                run = offset
            case 0x00..<0x20:
                throw problem(
                    .controlCharacter, "a string holds an unescaped control character",
                    hint: byte == 0x0A || byte == 0x0D
                        ? "close the string with a double quote, or write the line break as \\n"
                        : "write it as an escape such as \\t or \\u0009")
            case 0x20..<0x80: advance()
            default:
                guard let length = scalarLength(at: offset) else { throw encodingProblem }
                advance(overScalarOf: length)
            }
        }
        throw problem(.unexpectedEnd, "the document ends inside the string that begins here", at: start)
    }

    private mutating func escape() throws(Diagnostic) -> Unicode.Scalar {
        let start = mark
        advance()
        guard let byte = peek else {
            throw problem(.unexpectedEnd, "the document ends inside an escape", at: start)
        }
        advance()
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(start)
        default:
            throw problem(
                .escape, "a string holds an escape that JSON does not know", at: start,
                hint: "a backslash is written as two")
        }
    }

    /// The scalar of `\uXXXX`, or of two of them that are a surrogate pair; U+FFFD for half a pair.
    private mutating func unicodeEscape(_ start: Mark) throws(Diagnostic) -> Unicode.Scalar {
        let first = try hexadecimal(start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        let isHigh = first < 0xDC00
        guard isHigh, peek == UInt8(ascii: "\\"), offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let next = mark
        advance()
        advance()
        let second = try hexadecimal(next)
        guard (0xDC00...0xDFFF).contains(second) else {
            goBack(to: next)  // a scalar of its own, read by the caller
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal(_ start: Mark) throws(Diagnostic) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8? =
                switch peek {
                case .some(let byte) where isDigit(byte): byte - UInt8(ascii: "0")
                case .some(let byte) where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte):
                    byte - UInt8(ascii: "a") + 10
                case .some(let byte) where (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte):
                    byte - UInt8(ascii: "A") + 10
                default: nil
                }
            guard let digit else {
                throw problem(
                    .escape, "an escape needs four hexadecimal digits", at: start,
                    hint: "write \\u and four of 0-9, a-f")
            }
            value = value << 4 | UInt32(digit)
            advance()
        }
        return value
    }
}
