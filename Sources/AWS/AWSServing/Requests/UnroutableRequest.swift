import AWSModels

/// A request for something that the service's model does not have.
struct UnroutableRequest: Error {
    /// The service that was addressed; nil when even that can't be told.
    var metadata: ServiceMetadata?
    /// How it spoke, which is how it is answered.
    var wireProtocol: WireProtocol
    /// The operation that it names, or method and path where it names none.
    var operation: String
    /// The operation is one of AWS's names; else the message is of no kind that AWS takes.
    var isNamed = true
}
