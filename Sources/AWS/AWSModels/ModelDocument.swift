public import Values

/// A model as one JSON document, as AWS writes it and as its published suites carry it.
public struct ModelDocument: DefinitionSource {
    private let document: Value

    public init(_ document: Value) { self.document = document }

    public func definition(_ kind: DefinitionKind, _ name: String) throws(ModelProblem) -> Value? {
        kind == .metadata ? document["metadata"] : document[section(kind)]?[name]
    }

    public func names(_ kind: DefinitionKind) -> [String] { document[section(kind)]?.members.names ?? [] }

    private func section(_ kind: DefinitionKind) -> String {
        switch kind {
        case .metadata: "metadata"
        case .operation: "operations"
        case .paginator: "pagination"
        case .shape: "shapes"
        case .waiter: "waiters"
        }
    }
}
