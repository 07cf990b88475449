public import Diagnostics
public import Values

/// JSON text of values: canonical for hashing and storing, indented for people.
///
/// References are written as `{"$ref":"ADDRESS#ATTRIBUTE"}`, secrets as `{"$secret":"REGION/NAME#KEY"}` and templates
/// as `{"$template":[...]}`; sensitive text is written as `"***"`.
public enum JSON {
    /// The canonical form: no spaces, members sorted by name, so that equal values have equal bytes.
    public static func text(of value: Value) -> String {
        var writer = JSONWriter(indentation: nil)
        writer.write(value)
        return writer.text
    }

    /// Two spaces a level, members sorted by name, no newline at the end.
    public static func pretty(_ value: Value) -> String {
        var writer = JSONWriter(indentation: 2)
        writer.write(value)
        return writer.text
    }

    /// Reads a text that is JSON by RFC 8259; of two members with one name the later wins.
    ///
    /// Integers beyond 64 bits become doubles; a number beyond a double is refused as `syntax.numberRange`.
    public static func value(from text: String, file: String = "JSON") throws(Diagnostic) -> Value {
        try value(from: Array(text.utf8), file: file)
    }

    /// The same for bytes, which must be UTF-8.
    public static func value(from bytes: [UInt8], file: String = "JSON") throws(Diagnostic) -> Value {
        try JSONReader.build(ValueAssembly(file: file, decodesForms: false), bytes, file: file).root
    }

    /// Reads what `text(of:)` or `pretty` wrote, with its `$ref`, `$secret` and `$template` forms.
    public static func planValue(from text: String, file: String = "plan") throws(Diagnostic) -> Value {
        try JSONReader.build(ValueAssembly(file: file, decodesForms: true), Array(text.utf8), file: file).root
    }

    /// The plain value of a node.
    public static func value(of node: Node, file: String = "JSON") throws(Diagnostic) -> Value {
        try NodeDecoder(file: file).value(of: node)
    }
}
