import Values

/// A service's model: what its operations are, read when they are asked for.
public struct ServiceModel: Sendable {
    public let metadata: ServiceMetadata
    private let source: any DefinitionSource

    /// - Throws: `malformed` when the metadata is no service's.
    public init(service: String, source: any DefinitionSource) throws(ModelProblem) {
        guard let definition = try source.definition(.metadata, "-") else {
            throw .malformed(service: service, what: "no metadata")
        }
        metadata = try ServiceMetadata(service: service, definition: definition)
        self.source = source
    }

    /// The model of a service that the program carries.
    public init(embedded service: String) throws(ModelProblem) {
        guard let bytes = EmbeddedFiles.bytes("\(service).model") else { throw .unknownService(service) }
        try self.init(service: service, source: ModelFile(service: service, bytes: bytes))
    }

    /// The operations that can be called, sorted.
    public var operationNames: [String] { source.names(.operation) }
    /// The waiters, sorted, for example `InstanceRunning`.
    public var waiterNames: [String] { source.names(.waiter) }

    /// An operation with its shapes.
    public func operation(_ name: String) throws(ModelProblem) -> OperationModel {
        guard let definition = try source.definition(.operation, name) else {
            throw .unknownOperation(service: metadata.service, operation: name)
        }
        var loader = ShapeLoader(service: metadata.service, source: source)
        let input = try loader.reference(definition["input"])
        let output = try loader.reference(definition["output"])
        var errors: [(name: String, reference: ShapeReference)] = []
        for one in (definition["errors"] ?? []).elements {
            // The trimmed models keep the names only; AWS's documents have references.
            let reference = one.text.map { ["shape": .string($0)] } ?? one
            if let name = reference.text("shape"), let shape = try loader.reference(reference) {
                errors.append((name, shape))
            }
        }
        let shapes = try loader.load()
        return OperationModel(
            metadata: metadata, name: name, definition: definition, input: input, output: output,
            errors: errors.map { error in
                var code = error.name
                var status: Int?
                if case .structure(let structure) = shapes[error.reference.index].kind {
                    code = structure.errorCode ?? code
                    status = structure.errorStatus
                }
                return ErrorShape(code: code, name: error.name, status: status, reference: error.reference)
            }, shapes: shapes)
    }

    /// How the operation's answers are continued; nil when it answers all at once.
    public func paginator(_ operation: String) throws(ModelProblem) -> PaginatorModel? {
        guard let definition = try source.definition(.paginator, operation) else { return nil }
        return PaginatorModel(definition)
    }

    /// What is waited for under a name; nil when there is no such waiter.
    public func waiter(_ name: String) throws(ModelProblem) -> WaiterModel? {
        guard let definition = try source.definition(.waiter, name) else { return nil }
        guard let waiter = WaiterModel(name: name, definition) else {
            throw .malformed(service: metadata.service, what: "waiter \(name)")
        }
        return waiter
    }
}
