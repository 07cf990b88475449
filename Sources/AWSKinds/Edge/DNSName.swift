import Values

/// Names as Route 53 keeps them.
enum DNSName {
    /// In lower case with a dot at the end; what is not known yet stays as it is.
    static func normalized(_ name: Value?) -> Value? {
        guard let text = name?.text else { return name }
        let lower = text.lowercased()
        return .string(lower.hasSuffix(".") ? lower : lower + ".")
    }

    /// The part of `/hostedzone/Z0123` that the other operations take.
    static func bareID(_ id: String) -> String { id.split(separator: "/").last.map(String.init) ?? id }
}
