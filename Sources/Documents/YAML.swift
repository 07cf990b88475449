public import Values

/// YAML text of values (YAML 1.2), in block style.
public enum YAML {
    /// A document, ending in a newline; members are sorted by name. What is not known before apply stands as
    /// `${ADDRESS#ATTRIBUTE}`, a secret as `${secret NAME#KEY}`.
    public static func text(of value: Value) -> String {
        var lines: [String] = []
        add(value, indent: "", lead: "", &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    /// A double-quoted scalar (section 7.3.1); what a YAML file can't hold as it is, is escaped.
    public static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\0"..<" ", "\u{7F}"..."\u{A0}", "\u{2028}"..."\u{2029}", "\u{FEFF}", "\u{FFFE}"..."\u{FFFF}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// - Parameters:
    ///   - indent: what stands in front of the lines after the first.
    ///   - lead: what stands in front of the first, such as `name: ` or `- `.
    private static func add(_ value: Value, indent: String, lead: String, _ lines: inout [String]) {
        switch value {
        case .object(let members) where !members.isEmpty:
            // Behind a dash the first member stands on the dash's line; behind a name all stand below it.
            var first = lead
            if !lead.isEmpty, !lead.hasSuffix("- ") {
                lines.append(String(lead.dropLast()))
                first = indent
            }
            for (position, pair) in members.enumerated() {
                add(
                    pair.value, indent: indent + "  ", lead: "\(position == 0 ? first : indent)\(name(pair.name)): ",
                    &lines)
            }
        case .list(let elements) where !elements.isEmpty:
            if !lead.isEmpty { lines.append(String(lead.dropLast())) }
            for element in elements { add(element, indent: indent + "  ", lead: indent + "- ", &lines) }
        default: lines.append(lead + scalar(value))
        }
    }

    private static func scalar(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .double(let number): String(number)
        case .string(let text): isPlain(text) ? text : quoted(text)
        case .list: "[]"
        case .object: "{}"
        case .reference, .secret, .template, .sensitive: quoted(unknown(value))
        }
    }

    private static func unknown(_ value: Value) -> String {
        switch value {
        case .reference(let reference): "${\(reference.address)#\(reference.attribute)}"
        case .secret(let secret): "${secret \(secret.name)#\(secret.key)}"
        case .template(let parts): parts.map(unknown).joined()
        case .string(let text): text
        case .int(let number): String(number)
        default: "***"
        }
    }

    private static func name(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

    /// Whether a text can stand without quotes and can't be taken for a number, a truth value or null by any reader.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, ("a"..."z").contains(first) || ("A"..."Z").contains(first) else {
            return false
        }
        let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        guard !reserved.contains(text.lowercased()), !text.hasSuffix(":") else { return false }
        return text.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
                || "-_./".unicodeScalars.contains($0)
        }
    }
}
