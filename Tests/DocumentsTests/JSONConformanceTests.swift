import Diagnostics
import Documents
import TestSupport
import Testing
import Values

/// What must be taken, what must be refused, and what RFC 8259 leaves open and we have decided.
struct JSONConformanceTests {
    private static func problem(_ bytes: [UInt8]) -> Diagnostic? {
        do throws(Diagnostic) {
            _ = try JSONReader.read(bytes, file: "t.json")
            return nil
        } catch { return error }
    }

    private static let accepted = [
        "[]", "[ ]", "{}", "[[]   ]", "[\"\"]", "[\"a\"]", "[false]", "[null, 1, \"1\", {}]", "[null]", "[1\n]", " [1]",
        "[1,null,null,null,2]", "[2] ", "[123e65]", "[0e+1]", "[0e1]", "[ 4]", "[-0.000000000000000000000000000001]\n",
        "[20e1]", "[-0]", "[-123]", "[-1]", "[1E22]", "[1E-2]", "[1E+2]", "[123e45]", "[123.456e78]", "[1e-2]",
        "[1e+2]", "[123]", "[123.456789]", "{\"asd\":\"sdf\", \"dfg\":\"fgh\"}", "{\"asd\":\"sdf\"}", "{\"\":0}",
        "{\"foo\\u0000bar\": 42}", "{ \"min\": -1.0e+28, \"max\": 1.0e+28 }", "{\"a\":[]}", "{\n\"a\": \"b\"\n}",
        "[\"\\u0060\\u012a\\u12AB\"]", "[\"\\uD801\\udc37\"]", "[\"\\ud83d\\ude39\\ud83d\\udc8d\"]",
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\\\u0000\"]", "[\"\\\"\"]", "[\"a/*b*/c/*d//e\"]", "[\"\\\\a\"]",
        "[\"\\\\n\"]", "[\"\\u0012\"]", "[\"\\uFFFF\"]", "[\"asd\"]", "[ \"asd\"]", "[\"\\uDBFF\\uDFFF\"]",
        "[\"new\\u00A0line\"]", "[\"\u{10FFFF}\"]", "[\"\u{FFFF}\"]", "[\"\\u0000\"]", "[\"\\u002c\"]", "[\"π\"]",
        "[\"\u{1BFFF}\"]", "[\"asd \"]", "\" \"", "[\"\\uD834\\uDd1e\"]", "[\"\\u0821\"]", "[\"\\u0123\"]",
        "[\"\u{2028}\"]", "[\"\u{2029}\"]", "[\"\\u0061\\u30af\\u30EA\\u30b9\"]", "[\"new\\u000Aline\"]",
        "[\"\u{7F}\"]", "[\"\\uA66D\"]", "[\"\\u005C\"]", "[\"⍂㈴⍂\"]", "[\"\\u0022\"]", "[\"\\uDBFF\\uDFFE\"]",
        "[\"\\uD83F\\uDFFE\"]", "[\"\\u200B\"]", "[\"\\u2064\"]", "[\"\\uFDD0\"]", "[\"\\uFFFE\"]", "[\"€𝄞\"]",
        "[\"a\u{7F}a\"]", "false", "42", "-0.1", "null", "\"asd\"", "true", "\"\"", "[\"a\"]\n", "[true]", " [] ",
        "\t\r\n 1\t\r\n ", "[\"\\u0000\\u001f\"]", "{\"a\":{\"a\":{\"a\":[]}}}", "1e5", "[0.1E00]",
    ]

    @Test(arguments: accepted)
    func `every text that is JSON is taken, and survives the writer`(_ text: String) throws {
        #expect(Self.problem(Array(text.utf8)) == nil)
        #expect(JSONGrammar.accepts(Array(text.utf8)))
        let value = try JSON.value(from: text)
        #expect(try JSON.value(from: JSON.text(of: value)) == value)
        #expect(try JSON.value(from: JSON.pretty(value)) == value)
    }

    private static let refused = [
        "[1 true]", "[a", "[\"\": 1]", "[\"\"],", "[,1]", "[1,,2]", "[\"x\",,]", "[\"x\"]]", "[\"\",]", "[\"x\"",
        "[x", "[3[4]]", "[,]", "[-]", "[   , \"\"]", "[\"a\",\n4\n,1,", "[1,]", "[1,,]", "[\"\u{B}a\"\\f]", "[*]",
        "[\"\"", "[1,", "[1,\n1\n,1", "[{}", "[fals]", "[nul]", "[tru]", "[++1234]", "[+1]", "[+Inf]", "[-01]",
        "[-1.0.]", "[-2.]", "[-NaN]", "[.-1]", "[.2e-3]", "[0.1.2]", "[0.3e+]", "[0.3e]", "[0.e1]", "[0E+]", "[0E]",
        "[0e+]", "[0e]", "[1.0e+]", "[1.0e-]", "[1.0e]", "[1 000.0]", "[1eE2]", "[2.e+3]", "[2.e-3]", "[2.e3]",
        "[9.e+]", "[Inf]", "[NaN]", "[１]", "[1+2]", "[0x1]", "[0x42]", "[Infinity]", "[0e+-1]", "[-123.123foo]",
        "[-Infinity]", "[-foo]", "[- 1]", "[-012]", "[-.123]", "[-1x]", "[1ea]", "[1.]", "[.123]", "[1.2a-3]",
        "[1.8011670033376514H-308]", "[012]", "[\"x\", truth]", "{[: \"x\"}\n", "{\"x\", null}", "{\"x\"::\"b\"}",
        "{🇨🇭}", "{\"a\":\"a\" 123}", "{key: 'value'}", "{\"a\" b}", "{:\"b\"}", "{\"a\" \"b\"}", "{\"a\":",
        "{\"a\"", "{1:1}", "{9999E9999:1}", "{null:null,null:null}", "{\"id\":0,,,,,}", "{'a':0}", "{\"id\":0,}",
        "{\"a\":\"b\"}/**/", "{\"a\":\"b\"}/**//", "{\"a\":\"b\"}//", "{\"a\":\"b\"}/", "{\"a\":\"b\",,\"c\":\"d\"}",
        "{a: \"b\"}", "{\"a\":\"a", "{ \"foo\" : \"bar\", \"a\" }", "{\"a\":\"b\"}#", " ", "[\"\\uD800\\\"]",
        "[\"\\uD800\\u\"]", "[\"\\uD800\\u1\"]", "[\"\\uD800\\u1x\"]", "[é]", "[\"\\\u{0}\"]", "[\"\\x00\"]",
        "[\"\\\\\\\"]", "[\"\\\t\"]", "[\"\\🌀\"]", "[\"\\\"]", "[\"\\u00A\"]", "[\"\\uD834\\uDd\"]",
        "[\"\\uD800\\uD800\\x\"]", "[\"\\a\"]", "[\"\\uqqqq\"]", "[\\u0020\"asd\"]", "[\\n]", "\"", "['single quote']",
        "abc", "[\"\\", "[\"a\u{0}a\"]", "[\"new\nline\"]", "[\"\t\"]", "\"\\UA66D\"", "\"\"x", "<.>", "[<null>]",
        "[1]x", "[1]]", "[\"asd]", "aå", "[True]", "1]", "{\"x\": true,", "[][]", "]", "\u{FEFF}", "\u{FEFF}{}", "2@",
        "{}}", "{\"\":", "{\"a\":/*comment*/\"b\"}", "{\"a\": true} \"x\"", "['", "[", "{", "[\"a", "[{", "{[", "{]",
        "{,", "{\"a", "{'a'", "[\"\\{[\"\\{[\"\\{[\"\\{", "*", "{\"a\":\"b\"}#{}", "[\\u000A\"\"]", "[1",
        "[ false, nul", "[ true, fals", "[ false, tru", "{\"asd\":\"asd\"", "å", "[\u{2060}]", "\u{FEFF}1", "[\u{C}]",
        "[\u{A0}1]", "\u{B}1", "0/", "nullnull", "truefalse", "[1 2]", "\u{0}", "1\u{0}", "{\"a\":1 \"b\":2}", "--1",
    ]

    @Test(arguments: refused)
    func `every text that is no JSON is refused with a syntax code and a place`(_ text: String) {
        let problem = Self.problem(Array(text.utf8))
        #expect(problem?.code.hasPrefix("syntax.") == true)
        #expect(problem?.location.map { $0.line >= 1 && $0.column >= 1 } == true)
        #expect(!JSONGrammar.accepts(Array(text.utf8)))
    }

    private static let notUTF8: [[UInt8]] = [
        [0xE5], [0xFF], [0x81], [0xF4, 0xBF, 0xBF, 0xBF], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xFC, 0x83, 0xBF, 0xBF],
        [0xFC, 0x80, 0x80, 0x80, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xE0, 0xFF], [0xE6, 0x97],
        [0xC3, 0x28], [0xF0, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xC1, 0xBF], [0x80], [0xF0, 0x9F],
    ]

    @Test(arguments: notUTF8)
    func `bytes that are not UTF-8 are refused wherever they stand`(_ bad: [UInt8]) {
        let quote: [UInt8] = [0x22]
        for bytes in [quote + bad + quote, bad, [0x5B] + bad + [0x5D], [0x31] + bad, [0x5B, 0x31, 0x5D] + bad] {
            #expect(Self.problem(bytes)?.code.hasPrefix("syntax.") == true)
        }
        #expect(Self.problem(quote + bad + quote)?.code == "syntax.encoding")
    }

    /// RFC 8259, sections 8.2 and 9: a surrogate without its partner, and how large or deep things may be.
    @Test func `what the standard leaves open is decided`() throws {
        for half in ["\\uD800", "\\uDC00", "\\uD800\\uD800", "\\uDFAA", "\\uD888\\u1234", "\\uD800\\n", "\\udc00abc"] {
            let value = try JSON.value(from: "[\"\(half)\"]")
            #expect(value.elements.first?.text?.unicodeScalars.contains("\u{FFFD}") == true, "\(half)")
        }
        for huge in ["1e9999", "-1e9999", "123123e100000", "0.4e006699999999999999999999999999999999999999"] {
            // The text is JSON; a value that no double holds is refused only where it is asked for.
            #expect(Self.problem(Array("[\(huge)]".utf8)) == nil)
            let problem = #expect(throws: Diagnostic.self) { try JSON.value(from: "[\(huge)]") }
            #expect(problem?.code == "syntax.numberRange")
        }
        #expect(try JSON.value(from: "[123123123123123123123123123123]").elements == [.double(1.2312312312312312e29)])
        #expect(try JSON.value(from: "[-9223372036854775808, 1e-400]").elements == [.int(.min), .double(0)])
        for bytes in [[0xFE, 0xFF, 0, 0x5B, 0, 0x5D], [0xFF, 0xFE, 0x5B, 0, 0x5D, 0]] as [[UInt8]] {
            #expect(Self.problem(bytes)?.code == "syntax.encoding")
        }
    }

    @Test(arguments: ["[", "{\"a\":"])
    func `nesting is bounded, and however deep it is nothing overflows`(_ open: String) {
        let close = open == "[" ? "]" : "}"
        func document(_ depth: Int) -> [UInt8] {
            Array((String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)).utf8)
        }
        #expect(Self.problem(document(512)) == nil)
        for depth in [513, 100_000, 1_000_000] { #expect(Self.problem(document(depth))?.code == "syntax.tooDeep") }
        #expect(Self.problem(Array(String(repeating: open, count: 100_000).utf8))?.code == "syntax.tooDeep")
    }

    @Test func `a document of the greatest size is read, and one byte more is refused`() {
        let limit = JSONLimits.standard.size
        let fits = [0x22] + [UInt8](repeating: 0x61, count: limit - 2) + [0x22]
        #expect(Self.problem(fits) == nil)
        #expect(Self.problem(fits + [0x20])?.code == "syntax.tooLarge")
    }
}
