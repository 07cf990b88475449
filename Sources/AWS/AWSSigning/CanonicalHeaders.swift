import HTTPMessages

/// The headers of a canonical request.
struct CanonicalHeaders {
    /// One line a name: `name:value,value`, each ended by a newline.
    private(set) var lines: [UInt8] = []
    /// The names, joined by `;`.
    private(set) var names: [UInt8] = []

    // What proxies and tracing may add or change on the way; botocore/auth.py, SIGNED_HEADERS_BLACKLIST.
    private static let unsigned: Set<String> = [
        "authorization", "baggage", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization",
        "te", "traceparent", "tracestate", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    /// The headers that we sign.
    init(of request: HTTPRequest) {
        self.init(of: request) { !Self.unsigned.contains($0) }
    }

    /// The headers that a client says it signed, by their names in lower case.
    init(of request: HTTPRequest, signed names: [String]) {
        self.init(of: request, isSigned: Set(names).contains)
    }

    private init(of request: HTTPRequest, isSigned: (String) -> Bool) {
        var fields = isSigned("host") ? [(name: "host", value: request.authority)] : []
        for field in request.headers.fields {
            let name = field.name.lowercased()
            if isSigned(name) { fields.append((name, field.value)) }
        }
        // Several lines of one name keep their order: they are joined in it.
        let ordered = fields.enumerated().sorted {
            ($0.element.name, $0.offset) < ($1.element.name, $1.offset)
        }
        var last: String?
        for (_, field) in ordered {
            if field.name == last {
                lines[lines.count - 1] = UInt8(ascii: ",")
            } else {
                if last != nil { names.append(UInt8(ascii: ";")) }
                names.append(contentsOf: field.name.utf8)
                lines.append(contentsOf: field.name.utf8)
                lines.append(UInt8(ascii: ":"))
                last = field.name
            }
            Self.append(field.value, to: &lines)
            lines.append(UInt8(ascii: "\n"))
        }
    }

    /// The value without white space around it, and with one space for each run of it.
    private static func append(_ value: String, to lines: inout [UInt8]) {
        var isFirst = true
        for word in value.utf8.split(whereSeparator: { $0 == 0x20 || (0x09...0x0D).contains($0) }) {
            if !isFirst { lines.append(UInt8(ascii: " ")) }
            lines.append(contentsOf: word)
            isFirst = false
        }
    }
}
