import Values

/// What holds for every operation of a service.
public struct ServiceMetadata: Sendable, Hashable {
    /// As botocore names the service: `ec2`, `elbv2`, ...
    public let service: String
    public let wireProtocol: WireProtocol
    /// The date that names the interface, for example `2016-11-15`.
    public let apiVersion: String
    /// The name in the services' default host names.
    public let endpointPrefix: String
    /// The name in the credential scope of a signature, where no endpoint rule gives another.
    public let signingName: String
    /// AWS's own identifier, for example `Elastic Load Balancing v2`; `AWS_ENDPOINT_URL_<ID>` is made from it.
    public let serviceID: String
    /// `1.0` or `1.1`, in the content type of the JSON protocols.
    public let jsonVersion: String
    /// What stands before the operation's name in `X-Amz-Target`.
    public let targetPrefix: String
    /// Whether the service once spoke `query`, whose error codes it sends in a header.
    public let isQueryCompatible: Bool

    init(service: String, definition: Value) throws(ModelProblem) {
        guard let name = definition.text("protocol"), let wireProtocol = WireProtocol(rawValue: name) else {
            throw .malformed(service: service, what: "protocol \(definition.text("protocol") ?? "is missing")")
        }
        self.service = service
        self.wireProtocol = wireProtocol
        apiVersion = definition.text("apiVersion") ?? ""
        endpointPrefix = definition.text("endpointPrefix") ?? service
        signingName = definition.text("signingName") ?? endpointPrefix
        serviceID = definition.text("serviceId") ?? service
        jsonVersion = definition.text("jsonVersion") ?? "1.0"
        targetPrefix = definition.text("targetPrefix") ?? ""
        isQueryCompatible = definition["queryCompatible"]?.flag ?? (definition["awsQueryCompatible"] != nil)
    }
}
