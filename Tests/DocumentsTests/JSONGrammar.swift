/// RFC 8259's grammar, written down a second time as plainly as possible: what the reader is held against.
struct JSONGrammar {
    private let bytes: [UInt8]
    private var at = 0
    private let depthLimit: Int

    /// Whether a text is JSON, nested no deeper than the limit.
    static func accepts(_ bytes: [UInt8], depth: Int = 512) -> Bool {
        // Text in JSON is UTF-8 (section 8.1), and no byte order mark may be added.
        guard String(validating: bytes, as: UTF8.self) != nil else { return false }
        var grammar = JSONGrammar(bytes: bytes, depthLimit: depth)
        grammar.space()
        guard grammar.value(depth: 0) else { return false }
        grammar.space()
        return grammar.at == bytes.count
    }

    private init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    private mutating func eat(_ text: String) -> Bool {
        guard bytes[at...].starts(with: text.utf8) else { return false }
        at += text.utf8.count
        return true
    }

    private mutating func eat(_ isWanted: (UInt8) -> Bool) -> Bool {
        guard at < bytes.count, isWanted(bytes[at]) else { return false }
        at += 1
        return true
    }

    private mutating func space() { while eat({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) {} }

    private mutating func value(depth: Int) -> Bool {
        if eat("null") || eat("true") || eat("false") { return true }
        if eat("\"") { return stringRest() }
        if eat("[") { return depth < depthLimit && rest("]", depth) { $0.value(depth: depth + 1) } }
        if eat("{") { return depth < depthLimit && rest("}", depth) { $0.member(depth: depth + 1) } }
        return number()
    }

    private mutating func rest(_ end: String, _ depth: Int, _ one: (inout JSONGrammar) -> Bool) -> Bool {
        space()
        if eat(end) { return true }
        while true {
            space()
            guard one(&self) else { return false }
            space()
            if eat(end) { return true }
            guard eat(",") else { return false }
        }
    }

    private mutating func member(depth: Int) -> Bool {
        guard eat("\""), stringRest() else { return false }
        space()
        guard eat(":") else { return false }
        space()
        return value(depth: depth)
    }

    private mutating func stringRest() -> Bool {
        while at < bytes.count {
            if eat("\"") { return true }
            if eat("\\") {
                if eat({ "\"\\/bfnrt".utf8.contains($0) }) { continue }
                guard eat("u") else { return false }
                for _ in 0..<4 { guard eat({ "0123456789abcdefABCDEF".utf8.contains($0) }) else { return false } }
            } else if !eat({ $0 >= 0x20 }) {
                return false
            }
        }
        return false
    }

    private mutating func digits() -> Bool {
        guard eat({ (0x30...0x39).contains($0) }) else { return false }
        while eat({ (0x30...0x39).contains($0) }) {}
        return true
    }

    private mutating func number() -> Bool {
        _ = eat("-")
        guard eat("0") || digits() else { return false }
        if eat("."), !digits() { return false }
        if eat({ $0 == 0x65 || $0 == 0x45 }) {
            _ = eat({ $0 == 0x2B || $0 == 0x2D })
            return digits()
        }
        return true
    }
}
