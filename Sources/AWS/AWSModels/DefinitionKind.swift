/// What a model defines by name.
public enum DefinitionKind: String, Sendable {
    case metadata, operation, paginator, shape, waiter
}
