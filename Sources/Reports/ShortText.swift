import Documents
import Resources
import Values

/// Values and names on one line.
enum ShortText {
    /// Without the `AWS::` that all of AWS's kinds share.
    static func kind(_ kind: Kind) -> String {
        kind.name.hasPrefix("AWS::") ? String(kind.name.dropFirst(5)) : kind.name
    }

    /// A value, cut where it is long.
    static func value(_ value: Value?) -> String {
        guard let value else { return "(none)" }
        if case .reference(let reference) = value { return "(\(reference.attribute) of \(reference.address))" }
        let text = JSON.text(of: value)
        return text.count <= 80 ? text : text.prefix(77) + "..."
    }
}
