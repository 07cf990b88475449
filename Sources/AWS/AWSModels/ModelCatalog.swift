import Synchronization

/// The embedded models, each service and operation read once, when it is first asked for.
public final class ModelCatalog: Sendable {
    private struct Loaded {
        var services: [String: ServiceModel] = [:]
        var operations: [String: OperationModel] = [:]
    }

    private let loaded = Mutex(Loaded())

    public init() {}

    /// The services whose models are embedded, sorted, as botocore names them.
    public static var serviceNames: [String] {
        EmbeddedFiles.names.filter { $0.hasSuffix(".model") }.map { String($0.dropLast(6)) }
    }

    /// A service's model.
    public func service(_ name: String) throws(ModelProblem) -> ServiceModel {
        if let model = loaded.withLock({ $0.services[name] }) { return model }
        let model = try ServiceModel(embedded: name)
        loaded.withLock { $0.services[name] = model }
        return model
    }

    /// An operation with its shapes.
    public func operation(_ service: String, _ name: String) throws(ModelProblem) -> OperationModel {
        let key = "\(service).\(name)"
        if let model = loaded.withLock({ $0.operations[key] }) { return model }
        let model = try self.service(service).operation(name)
        loaded.withLock { $0.operations[key] = model }
        return model
    }
}
