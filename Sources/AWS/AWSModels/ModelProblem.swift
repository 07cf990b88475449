/// Why a service, an operation or a shape can't be used.
public enum ModelProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// No model of the service is embedded.
    case unknownService(String)
    /// The service's model has no such operation, or it was trimmed away.
    case unknownOperation(service: String, operation: String)
    /// The model's data is not what a model is; a defect of the file.
    case malformed(service: String, what: String)

    public var description: String {
        switch self {
        case .unknownService(let service): "no AWS service `\(service)` is known"
        case .unknownOperation(let service, let operation):
            "the service `\(service)` has no operation `\(operation)` that is known"
        case .malformed(let service, let what): "the model of `\(service)` is damaged: \(what)"
        }
    }
}
