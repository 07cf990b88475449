import Diagnostics
import Documents
import Testing
import Values

/// The reader against RFC 8259.
@Suite struct JSONReaderTests {
    private static func problem(_ bytes: [UInt8], _ limits: JSONLimits = .standard) -> Diagnostic? {
        do throws(Diagnostic) {
            _ = try JSONReader.read(bytes, file: "t.json", limits: limits)
            return nil
        } catch { return error }
    }

    @Test(arguments: ["{}", "[]", " 1 ", "-0", "1.5e+3", "\"\\ud83d\\ude00\"", "null", "{\"a\":[true,{}]}", "\"é\""])
    func `accepted documents survive the writer`(text: String) throws {
        let value = try JSON.value(from: text)
        #expect(try JSON.value(from: JSON.text(of: value)) == value)
        #expect(try JSON.value(from: JSON.pretty(value)) == value)
    }

    @Test(arguments: [
        ("", "syntax.empty"), ("nul", "syntax.literal"), ("01", "syntax.number"), ("1.", "syntax.number"),
        ("-", "syntax.number"), ("[1,]", "syntax.trailingComma"), ("{\"a\":1,}", "syntax.trailingComma"),
        ("{} {}", "syntax.trailingText"), ("[1", "syntax.unexpectedEnd"), ("\"a", "syntax.unexpectedEnd"),
        ("'a'", "syntax.unexpectedCharacter"), ("// a", "syntax.unexpectedCharacter"),
        ("\"\\x\"", "syntax.escape"), ("\"\\u12\"", "syntax.escape"), ("\"\t\"", "syntax.controlCharacter"),
        ("\u{FEFF}{}", "syntax.byteOrderMark"),
    ])
    func `refused documents have their code`(text: String, code: String) {
        #expect(Self.problem(Array(text.utf8))?.code == code)
    }

    @Test(
        arguments: [[0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE2, 0x82]] as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        #expect(Self.problem([0x22] + bytes + [0x22])?.code == "syntax.encoding")
    }

    @Test func `positions count scalars from 1`() {
        let location = Self.problem(Array("{\n  \"é\": x\n}".utf8))?.location
        #expect(location?.line == 2)
        #expect(location?.column == 8)
    }

    @Test func `limits hold at their edge`() {
        let limits = JSONLimits(depth: 2, size: 6)
        #expect(Self.problem(Array("[[]]".utf8), limits) == nil)
        #expect(Self.problem(Array("[[[]]]".utf8), limits)?.code == "syntax.tooDeep")
        #expect(Self.problem(Array("[     ]".utf8), limits)?.code == "syntax.tooLarge")
    }

    @Test func `a name that stands twice is told with its path`() throws {
        let document = try JSONReader.read(Array("{\"b\":[{\"a\":1,\"a\":2}]}".utf8), file: "t.json")
        #expect(document.duplicates.map(\.code) == ["spec.duplicateKey"])
        #expect(document.duplicates.first?.path == "b[0].a")
    }
}
