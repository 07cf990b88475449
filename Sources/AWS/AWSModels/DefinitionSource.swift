public import Values

/// Where a model's definitions come from.
public protocol DefinitionSource: Sendable {
    /// A definition as AWS's model has it; nil when there is none of that name.
    func definition(_ kind: DefinitionKind, _ name: String) throws(ModelProblem) -> Value?
    /// The names of all definitions of a kind, sorted.
    func names(_ kind: DefinitionKind) -> [String]
}
