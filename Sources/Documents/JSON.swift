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
}
