import HTTPMessages

/// Refuses what would leave its place in the message: line breaks in fields, blanks in addresses, names with `@`.
enum RequestCheck {
    /// What is wrong with the request; nil when nothing is. Never quotes a value.
    static func problem(_ request: HTTPRequest) -> String? {
        if !["http", "https"].contains(request.scheme) { return "the scheme is neither http nor https" }
        if request.method.isEmpty || !request.method.utf8.allSatisfy(isToken) { return "the method is no word" }
        if request.host.isEmpty || !request.host.utf8.allSatisfy(isHost) { return "the host is no name or address" }
        if let port = request.port, !(1...65_535).contains(port) { return "the port is out of range" }
        if !request.path.hasPrefix("/") || !request.path.utf8.allSatisfy({ isVisible($0) && $0 != question }) {
            return "the path is not percent-encoded"
        }
        if !request.query.utf8.allSatisfy(isVisible) { return "the query is not percent-encoded" }
        for field in request.headers.fields {
            if field.name.isEmpty || !field.name.utf8.allSatisfy(isToken) { return "a header field has no proper name" }
            if field.value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
                return "the header field \(field.name) has control characters"
            }
        }
        return nil
    }

    private static let question = UInt8(ascii: "?")

    private static func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "#") }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// RFC 9110, section 5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    private static func isHost(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || ".-_:".utf8.contains(byte) }
}
