import Diagnostics
import Documents
import Values

/// Takes an expression apart into its words.
struct JMESPathLexer {
    private let bytes: [UInt8]
    private var place = 0

    /// All words with where they begin; the last is `end`.
    static func tokens(_ expression: String) throws(JMESPathProblem) -> [(token: JMESPathToken, offset: Int)] {
        var lexer = JMESPathLexer(bytes: Array(expression.utf8))
        guard lexer.bytes.count <= 4096 else { throw JMESPathProblem(message: "the expression is too long", offset: 0) }
        var tokens: [(token: JMESPathToken, offset: Int)] = []
        while let (token, offset) = try lexer.next() { tokens.append((token, offset)) }
        guard tokens.count <= 500 else { throw JMESPathProblem(message: "the expression is too long", offset: 0) }
        tokens.append((.end, lexer.bytes.count))
        return tokens
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func skip(_ character: Character) -> Bool {
        guard place < bytes.count, bytes[place] == character.asciiValue else { return false }
        place += 1
        return true
    }

    private mutating func next() throws(JMESPathProblem) -> (JMESPathToken, Int)? {
        while place < bytes.count, " \t\n\r".utf8.contains(bytes[place]) { place += 1 }
        guard place < bytes.count else { return nil }
        let start = place
        let byte = bytes[place]
        if Self.isLetter(byte) { return (.name(run(Self.isWord)), start) }
        if Self.isDigit(byte) || byte == UInt8(ascii: "-") { return (.number(try number()), start) }
        place += 1
        switch Character(Unicode.Scalar(byte)) {
        case "\"": return (.quotedName(try quoted(start)), start)
        case "'": return (.literal(.string(try raw(start))), start)
        case "`": return (.literal(try literal(start)), start)
        case ".": return (.dot, start)
        case "*": return (.star, start)
        case ",": return (.comma, start)
        case ":": return (.colon, start)
        case "@": return (.current, start)
        case "]": return (.closeBracket, start)
        case "(": return (.openParenthesis, start)
        case ")": return (.closeParenthesis, start)
        case "{": return (.openBrace, start)
        case "}": return (.closeBrace, start)
        case "[": return (skip("]") ? .flatten : skip("?") ? .filter : .openBracket, start)
        case "|": return (skip("|") ? .or : .pipe, start)
        case "&": return (skip("&") ? .and : .reference, start)
        case "=" where skip("="): return (.comparator(.equal), start)
        case "!": return (skip("=") ? .comparator(.unequal) : .not, start)
        case "<": return (.comparator(skip("=") ? .belowOrEqual : .below), start)
        case ">": return (.comparator(skip("=") ? .aboveOrEqual : .above), start)
        default: throw JMESPathProblem(message: "no word begins like this", offset: start)
        }
    }

    private mutating func run(_ belongs: (UInt8) -> Bool) -> String {
        let start = place
        while place < bytes.count, belongs(bytes[place]) { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func number() throws(JMESPathProblem) -> Int {
        let start = place
        let sign = skip("-") ? "-" : ""
        guard let number = Int(sign + run(Self.isDigit)) else {
            throw JMESPathProblem(message: "a number has no digits, or too many", offset: start)
        }
        return number
    }

    /// What stands up to a closing mark, with the marks in it that a backslash protects.
    private mutating func delimited(_ mark: UInt8, _ start: Int) throws(JMESPathProblem) -> [UInt8] {
        var content: [UInt8] = []
        while place < bytes.count, bytes[place] != mark {
            if bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count {
                if bytes[place + 1] != mark || mark == UInt8(ascii: "\"") { content.append(bytes[place]) }
                place += 1
            }
            content.append(bytes[place])
            place += 1
        }
        guard place < bytes.count else {
            throw JMESPathProblem(message: "what begins here does not end", offset: start)
        }
        place += 1
        return content
    }

    private mutating func quoted(_ start: Int) throws(JMESPathProblem) -> String {
        let content = try delimited(UInt8(ascii: "\""), start)
        guard let name = try json([UInt8(ascii: "\"")] + content + [UInt8(ascii: "\"")], start).text else {
            throw JMESPathProblem(message: "a name in quotation marks is no JSON string", offset: start)
        }
        return name
    }

    private mutating func raw(_ start: Int) throws(JMESPathProblem) -> String {
        String(decoding: try delimited(UInt8(ascii: "'"), start), as: UTF8.self)
    }

    private mutating func literal(_ start: Int) throws(JMESPathProblem) -> Value {
        try json(try delimited(UInt8(ascii: "`"), start), start)
    }

    private func json(_ text: [UInt8], _ start: Int) throws(JMESPathProblem) -> Value {
        do {
            return try JSON.value(from: text, file: "literal")
        } catch { throw JMESPathProblem(message: "a literal is no JSON: \(error.message)", offset: start) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
}
