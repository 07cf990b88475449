package import AWSModels
package import Values

/// Scalars as text: in forms, headers, paths and XML.
package enum ScalarText {
    package static func text(_ value: Value, _ kind: Shape.Kind, _ format: Traits.TimestampFormat) -> String {
        switch (kind, value) {
        case (.timestamp, _): timestamp(value)?.text(format) ?? plain(value)
        default: plain(value)
        }
    }

    /// The moment that a value stands for: an ISO 8601 text, or seconds since 1970.
    static func timestamp(_ value: Value) -> Timestamp? {
        switch value {
        case .string(let text): TimestampParser.parse(text)
        case .int(let seconds): Timestamp(epoch: Double(seconds))
        case .double(let seconds): Timestamp(epoch: seconds)
        default: nil
        }
    }

    /// A scalar in its only form; sensitive text is revealed, since this goes to the service.
    package static func plain(_ value: Value) -> String {
        switch value {
        case .string(let text): text
        case .sensitive(let hidden): hidden.reveal()
        case .int(let number): String(number)
        case .double(let number): NumberText.text(number)
        case .bool(let flag): flag ? "true" : "false"
        default: ""
        }
    }
}
