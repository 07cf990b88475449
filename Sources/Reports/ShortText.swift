import Documents
import Resources
import Values

/// Values and names on one line.
enum ShortText {
    /// Without the `AWS::` that all of AWS's kinds share.
    static func kind(_ kind: Kind) -> String {
        kind.name.hasPrefix("AWS::") ? String(kind.name.dropFirst(5)) : kind.name
    }

    /// The most characters of a value on one line.
    static let limit = 80

    /// A value, cut where it is long.
    static func value(_ value: Value?) -> String { cut(whole(value)) }

    static func cut(_ text: String) -> String { text.count <= limit ? text : text.prefix(limit - 3) + "..." }

    /// A value, however long.
    static func whole(_ value: Value?) -> String {
        guard let value else { return "(none)" }
        if case .reference(let reference) = value { return "(\(reference.attribute) of \(reference.address))" }
        return ForwardText.words(value) ?? JSON.text(of: value)
    }
}
