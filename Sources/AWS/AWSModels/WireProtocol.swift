/// How a service is spoken to (Smithy 2.0, "AWS Protocols").
public enum WireProtocol: String, Sendable {
    case ec2
    case query
    case restXML = "rest-xml"
    case restJSON = "rest-json"
    /// JSON 1.0 and 1.1, told apart by the content type only.
    case json
}
