public import Diagnostics
public import Values

/// A part of the spec that a resource comes from.
public struct SpecSource: Sendable, Hashable {
    /// For example `database.instanceClass`.
    public let path: String
    public let value: Value
    /// Where it stands; nil when it is a default that nobody wrote.
    public let location: Location?
    /// Without it the resource would not be there; otherwise only its properties would be others.
    public let isNeeded: Bool
    /// How many resources would be others, or gone.
    public let reach: Int
}
