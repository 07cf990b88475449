package import AWSModels
package import Values

/// Reads scalars from text: of XML and of headers.
package enum ScalarReader {
    /// The value of a text; nil when it is empty where something must stand.
    package static func value(
        _ text: String, _ kind: Shape.Kind, _ traits: Traits
    ) throws(UnreadableAnswer) -> Value? {
        switch kind {
        case .string: return string(text, traits)
        case .boolean: return .bool(text == "true")
        case .blob:
            guard let base64 = BlobText.canonical(text) else { throw UnreadableAnswer("bytes that are no base64") }
            return string(base64, traits)
        default: break
        }
        let trimmed = text.trimmed
        guard !trimmed.isEmpty else { return nil }
        switch kind {
        case .integer, .long:
            guard let number = Int(trimmed) else { throw UnreadableAnswer("a whole number that is none") }
            return .int(number)
        case .double, .float:
            guard let number = NumberText.special(trimmed) ?? Double(trimmed) else {
                throw UnreadableAnswer("a number that is none")
            }
            return self.number(number)
        case .timestamp:
            guard let moment = TimestampParser.parse(trimmed) else { throw UnreadableAnswer("a time that is none") }
            return .string(moment.iso8601)
        default: throw UnreadableAnswer("a text where a structure, list or map must stand")
        }
    }

    package static func string(_ text: String, _ traits: Traits) -> Value {
        traits.isSecret ? .sensitive(Sensitive(text)) : .string(text)
    }

    /// A whole number is `.int` whatever its shape, so that 80 and 80.0 are equal, as they are to AWS.
    static func number(_ number: Double) -> Value {
        number == number.rounded() && abs(number) < 9_007_199_254_740_992 ? .int(Int(number)) : .double(number)
    }
}

extension String {
    /// Without spaces and line breaks at its ends.
    fileprivate var trimmed: String {
        let spaces: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        let bytes = utf8.drop { spaces.contains($0) }
        let end = bytes.reversed().prefix { spaces.contains($0) }.count
        return String(decoding: bytes.dropLast(end), as: UTF8.self)
    }
}
