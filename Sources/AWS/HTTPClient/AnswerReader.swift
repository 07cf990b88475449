import HTTPMessages

/// Puts an answer together from the pieces that curl hands over, within limits.
struct AnswerReader {
    /// Why reading was stopped.
    private(set) var failure: HTTPError.Kind?
    /// The final status line has come; interim answers (1xx) don't count.
    private(set) var isBegun = false
    private let bodyLimit: Int
    private let headerLimit: Int
    private var fields: [HTTPHeaders.Field] = []
    private var headerSize = 0
    private var isInHeader = true
    private var body: [UInt8] = []

    init(bodyLimit: Int, headerLimit: Int) {
        self.bodyLimit = bodyLimit
        self.headerLimit = headerLimit
    }

    func response(status: Int) -> HTTPResponse {
        HTTPResponse(status: status, headers: HTTPHeaders(fields), body: body)
    }

    /// Takes one header line with its line break; false to stop.
    mutating func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        headerSize += line.count
        guard headerSize <= headerLimit else { return stop(.tooLarge) }
        let text = Self.trimmed(line[...])
        if line.starts(with: "HTTP/".utf8), !isBegun {
            let words = text.split(separator: 0x20, maxSplits: 2)
            isBegun = words.count > 1 && words[1].first != UInt8(ascii: "1")
            isInHeader = true
            fields = []
            return true
        }
        // After the empty line only trailers of a chunked body come, which nobody here asked for.
        guard isInHeader else { return true }
        guard !text.isEmpty else {
            isInHeader = false
            return true
        }
        if line[0] == 0x20 || line[0] == 0x09, !fields.isEmpty {
            fields[fields.count - 1].value += " " + String(decoding: text, as: UTF8.self)
            return true
        }
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return stop(.malformed) }
        let field = HTTPHeaders.Field(
            name: String(decoding: text[..<colon], as: UTF8.self),
            value: String(decoding: Self.trimmed(text[(colon + 1)...]), as: UTF8.self))
        if field.name.lowercased() == "content-length", !takeLength(field.value) { return false }
        fields.append(field)
        return true
    }

    /// Takes a piece of the body; false to stop.
    mutating func takeBody(_ piece: UnsafeRawBufferPointer) -> Bool {
        guard piece.count <= bodyLimit - body.count else { return stop(.tooLarge) }
        body.append(contentsOf: piece)
        return true
    }

    /// Two lengths that differ are an attack or a broken server (RFC 9112, section 6.3).
    private mutating func takeLength(_ text: String) -> Bool {
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
        guard isNumber, HTTPHeaders(fields)["Content-Length"].map({ $0 == text }) ?? true else {
            return stop(.malformed)
        }
        guard let length = Int(text), length <= bodyLimit else { return stop(.tooLarge) }
        return true
    }

    private mutating func stop(_ kind: HTTPError.Kind) -> Bool {
        failure = kind
        body = []
        return false
    }

    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        var bytes = bytes
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return bytes
    }
}
