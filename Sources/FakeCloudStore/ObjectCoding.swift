import Diagnostics
import Documents
import FakeAWS
import Values

/// The text form of the fake cloud's values, in which secrets are plain: this file is the cloud itself.
enum ObjectCoding {
    private static let marker = "$sensitive"

    static func text(of value: Value) -> String { JSON.text(of: opened(value)) }

    static func value(from text: String) throws(Diagnostic) -> Value {
        let value = try JSON.value(from: text)
        // Few objects hold a secret, and a second walk over all the others would cost as much as the first.
        let mayHoldOne = text.utf8.withContiguousStorageIfAvailable { $0.contains(UInt8(ascii: "$")) } ?? true
        return mayHoldOne ? closed(value) : value
    }

    private static func opened(_ value: Value) -> Value {
        switch value {
        case .sensitive(let secret): [marker: .string(secret.reveal())]
        case .list(let elements): .list(elements.map(opened))
        case .object(let members):
            .object(Members(sorted: members.pairs.map { .init(name: $0.name, value: opened($0.value)) }))
        default: value
        }
    }

    private static func closed(_ value: Value) -> Value {
        switch value {
        case .list(let elements): return .list(elements.map(closed))
        case .object(let members):
            if members.count == 1, let text = members[marker]?.text { return .sensitive(Sensitive(text)) }
            return .object(Members(sorted: members.pairs.map { .init(name: $0.name, value: closed($0.value)) }))
        default: return value
        }
    }

    static func tags(_ value: Value?) -> [String: String] {
        Dictionary((value?.members ?? Members()).map { ($0.name, $0.value.text ?? "") }) { $1 }
    }

    static func tags(_ tags: [String: String]) -> Value {
        .object(Members(tags.map { ($0.key, .string($0.value)) }))
    }
}
