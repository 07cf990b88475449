import Values

/// How a shape is bound where it is referred to: the reference's traits laid over the shape's own.
public struct Traits: Sendable, Hashable {
    /// Where in the message a member stands, if not in the body.
    public enum Location: String, Sendable { case uri, querystring, header, headers, statusCode }
    /// How a timestamp is written (Smithy 2.0, "timestampFormat").
    public enum TimestampFormat: String, Sendable { case iso8601, rfc822, unixTimestamp }

    /// The name on the wire, where it is not the member's.
    public var locationName: String?
    /// The name in a request of the `ec2` protocol, before all others.
    public var queryName: String?
    public var location: Location?
    public var timestampFormat: TimestampFormat?
    public var namespace: XMLNamespace?
    /// Elements of a list or map stand directly in their parent.
    public var isFlattened = false
    public var isXMLAttribute = false
    public var isStreaming = false
    /// The member's text is part of the host name.
    public var isHostLabel = false
    /// A string that holds JSON, in base64 where it is a header.
    public var isJSON = false
    /// Filled in with a random UUID when the caller leaves it out.
    public var isIdempotencyToken = false
    /// Not to be logged, says AWS: secrets, but also addresses, comments and start-up scripts.
    public var isSensitive = false
    /// A secret in itself, which is `Value.sensitive` wherever it goes.
    public var isSecret = false
    /// The least number, length or count.
    public var minimum: Double?
    /// The element around the output, in the `query` protocol.
    public var resultWrapper: String?
    /// The member that is the whole body.
    public var payload: String?
    /// The parameter of the endpoint rules that takes this member's value.
    public var contextParameter: String?

    init() {}

    /// The traits that a shape gives to every reference to it. A structure's name holds for a root element only.
    init(shape definition: Value) {
        self = Traits().overlaid(by: definition)
        if definition.text("type") == "structure" { locationName = nil }
    }

    /// Whether a member stands in the body of an answer, where the bindings to path and query mean nothing.
    public var isInAnswerBody: Bool { ![.header, .headers, .statusCode].contains(location) }

    /// Lays the traits of a definition over these.
    func overlaid(by definition: Value) -> Traits {
        var merged = self
        for (name, value) in definition.members.pairs.map({ ($0.name, $0.value) }) {
            switch name {
            case "locationName": merged.locationName = value.text
            case "queryName": merged.queryName = value.text
            case "location": merged.location = value.text.flatMap(Location.init)
            case "timestampFormat":
                merged.timestampFormat = value.text.flatMap {
                    TimestampFormat(rawValue: $0 == "unixtimestamp" ? "unixTimestamp" : $0)
                }
            case "xmlNamespace": merged.namespace = XMLNamespace(value)
            case "flattened": merged.isFlattened = value.flag ?? false
            case "xmlAttribute": merged.isXMLAttribute = value.flag ?? false
            case "streaming": merged.isStreaming = value.flag ?? false
            case "hostLabel": merged.isHostLabel = value.flag ?? false
            case "jsonvalue": merged.isJSON = value.flag ?? false
            case "idempotencyToken": merged.isIdempotencyToken = value.flag ?? false
            case "sensitive": merged.isSensitive = value.flag ?? false
            case "min": merged.minimum = value.number.map(Double.init) ?? value.fraction
            case "resultWrapper": merged.resultWrapper = value.text
            case "payload": merged.payload = value.text
            case "contextParam": merged.contextParameter = value.text("name")
            default: break
            }
        }
        return merged
    }
}

extension Value {
    /// The number, when this is one with a fraction.
    fileprivate var fraction: Double? { if case .double(let number) = self { number } else { nil } }
}
