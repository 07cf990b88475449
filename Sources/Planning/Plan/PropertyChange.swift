public import Values

/// One property's way from the observed value to the desired one.
public struct PropertyChange: Sendable, Hashable {
    /// For example `Tags.team` or `HealthCheck.Path`.
    public var path: String
    /// The observed value; nil when there was none.
    public var old: Value?
    /// The desired value, which may hold references that are not known yet; nil when it goes.
    public var new: Value?
    /// The new value is known only during apply.
    public var isUnknown: Bool
    public var forcesReplacement: Bool
    /// How users may notice; empty for not at all.
    public var interruption: String

    public init(
        path: String, old: Value?, new: Value?, isUnknown: Bool = false, forcesReplacement: Bool = false,
        interruption: String = ""
    ) {
        self.path = path
        self.old = old
        self.new = new
        self.isUnknown = isUnknown
        self.forcesReplacement = forcesReplacement
        self.interruption = interruption
    }
}
