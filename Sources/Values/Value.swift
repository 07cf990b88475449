/// A tree of plain data: the properties of a resource, and the input or output of a cloud operation.
///
/// Timestamps are ISO 8601 strings in UTC, blobs are base64 strings.
///
/// The rare wide cases lie in boxes of their own, so that the common ones need none and a value stays small.
public enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case list([Value])
    case object(Members)
    /// An attribute of another resource, known once that resource exists.
    indirect case reference(Reference)
    /// A secret by name; only the provider resolves it, inside the call that needs it.
    indirect case secret(SecretReference)
    /// Parts joined to one string once every reference in them is known.
    case template([Value])
    /// A secret's text on its way through one call; it never prints, and no encoder writes it.
    case sensitive(Sensitive)
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByFloatLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(arrayLiteral elements: Value...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, Value)...) {
        self = .object(Members(elements))
    }
}

extension Value {
    /// A list of strings.
    public static func strings(_ texts: some Sequence<String>) -> Value { .list(texts.map(Value.string)) }

    /// The member of an object, or nil when this is no object or lacks it.
    public subscript(name: String) -> Value? {
        get {
            guard case .object(let members) = self else { return nil }
            return members[name]
        }
        set {
            guard case .object(var members) = self else {
                if let newValue { self = .object(Members([(name, newValue)])) }
                return
            }
            self = .null  // releases the storage, so that the change is made in place
            members[name] = newValue
            self = .object(members)
        }
    }

    /// The text, when this is a string.
    public var text: String? { if case .string(let text) = self { text } else { nil } }
    /// The number, when this is an integer.
    public var number: Int? { if case .int(let number) = self { number } else { nil } }
    /// The truth value, when this is one.
    public var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    /// The elements, when this is a list; none otherwise.
    public var elements: [Value] { if case .list(let elements) = self { elements } else { [] } }
    /// The members, when this is an object; none otherwise.
    public var members: Members { if case .object(let members) = self { members } else { Members() } }
    /// The strings of a list of strings; other elements are left out.
    public var texts: [String] { elements.compactMap(\.text) }
    /// The text of a member that is a string.
    public func text(_ name: String) -> String? { self[name]?.text }
    /// The number of a member that is an integer.
    public func number(_ name: String) -> Int? { self[name]?.number }
    /// Whether this is null.
    public var isNull: Bool { if case .null = self { true } else { false } }
    /// The same object without members that are null, so that optional input can be written inline.
    public var compacted: Value {
        guard case .object(let members) = self else { return self }
        return .object(Members(sorted: members.pairs.filter { !$0.value.isNull }))
    }
    /// The same object with another's members laid over it.
    public func merging(_ other: Value) -> Value {
        guard case .object(var members) = self else { return other }
        for pair in other.members { members[pair.name] = pair.value }
        return .object(members)
    }
}
