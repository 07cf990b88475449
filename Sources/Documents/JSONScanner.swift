import Diagnostics

/// Walks over the bytes of a document and knows where it stands.
struct JSONScanner {
    /// A remembered place, so that a problem can be reported where it began.
    struct Mark {
        fileprivate var offset: Int
        fileprivate var line: Int
        fileprivate var lineStart: Int
        fileprivate var continuations: Int
    }

    let bytes: [UInt8]
    let file: String
    private(set) var mark = Mark(offset: 0, line: 1, lineStart: 0, continuations: 0)

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    var offset: Int { mark.offset }
    var isAtEnd: Bool { mark.offset == bytes.count }
    var peek: UInt8? { mark.offset < bytes.count ? bytes[mark.offset] : nil }
    var position: Position { position(of: mark) }

    mutating func advance() { mark.offset += 1 }

    /// Steps over one scalar of several bytes, which is one column.
    mutating func advance(overScalarOf length: Int) {
        mark.offset += length
        mark.continuations += length - 1
    }

    mutating func goBack(to mark: Mark) { self.mark = mark }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        mark.offset += 1
        return true
    }

    /// Steps over the four kinds of space that RFC 8259 section 2 knows.
    mutating func skipSpace() {
        while mark.offset < bytes.count {
            switch bytes[mark.offset] {
            case 0x20, 0x09, 0x0D: mark.offset += 1
            case 0x0A:
                mark.offset += 1
                mark.line += 1
                mark.lineStart = mark.offset
                mark.continuations = 0
            default: return
            }
        }
    }

    /// Makes sure that nothing but space follows the value.
    mutating func expectEnd() throws(Diagnostic) {
        skipSpace()
        guard !isAtEnd else { return }
        try checkEncoding()
        throw problem(.trailingText, "something follows the end of the value", hint: "a file holds one value")
    }

    /// The number of bytes of the well-formed scalar at an offset, or nil (Unicode, table 3-7).
    func scalarLength(at start: Int) -> Int? {
        let first = bytes[start]
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        let length: Int
        switch first {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if first == 0xE0 { low = 0xA0 }
            if first == 0xED { high = 0x9F }
        case 0xF0...0xF4:
            length = 4
            if first == 0xF0 { low = 0x90 }
            if first == 0xF4 { high = 0x8F }
        default: return nil
        }
        guard start + length <= bytes.count, bytes[start + 1] >= low, bytes[start + 1] <= high else { return nil }
        for index in (start + 2)..<max(start + 2, start + length) where bytes[index] & 0xC0 != 0x80 { return nil }
        return length
    }

    /// Throws when the bytes here are no UTF-8.
    func checkEncoding() throws(Diagnostic) {
        if !isAtEnd, scalarLength(at: offset) == nil { throw encodingProblem }
    }

    var encodingProblem: Diagnostic {
        let digits = String(bytes[offset], radix: 16)
        return problem(.encoding, "byte 0x\(digits) is not UTF-8 here", hint: "save the file as UTF-8")
    }

    private func position(of mark: Mark) -> Position {
        Position(line: mark.line, column: mark.offset - mark.lineStart - mark.continuations + 1)
    }

    func problem(_ code: SyntaxCode, _ message: String, at place: Mark? = nil, hint: String = "") -> Diagnostic {
        let position = position(of: place ?? mark)
        return Diagnostic(
            code.rawValue, message, at: Location(file: file, line: position.line, column: position.column),
            hint: hint)
    }

    /// A problem at the document's beginning.
    func problem(_ code: SyntaxCode, _ message: String, at offset: Int, hint: String = "") -> Diagnostic {
        problem(code, message, at: Mark(offset: offset, line: 1, lineStart: 0, continuations: 0), hint: hint)
    }

    /// What to say when something else stands here, or nothing.
    func unexpected(_ expected: String) -> Diagnostic {
        guard let byte = peek else {
            return problem(.unexpectedEnd, "the document ends where \(expected) was expected")
        }
        guard let length = scalarLength(at: offset) else { return encodingProblem }
        let found = String(decoding: bytes[offset..<offset + length], as: UTF8.self).shown
        let hint =
            switch byte {
            case UInt8(ascii: "/"), UInt8(ascii: "#"): "JSON has no comments"
            case UInt8(ascii: "'"): "strings stand in double quotes"
            case UInt8(ascii: "\""): "a comma may be missing before this"
            default: ""
            }
        return problem(
            .unexpectedCharacter, "`\(found)` where \(expected) was expected",
            hint: expected.contains("comma") || byte != UInt8(ascii: "\"") ? hint : "")
    }
}
