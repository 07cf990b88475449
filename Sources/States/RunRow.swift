public import Values

/// One run as history shows it.
public struct RunRow: Sendable, Hashable {
    public var id: String
    public var platform: String
    public var purpose: String
    public var planHash: String
    /// The phase that it began in; nil for nothing.
    public var fromPhase: Int?
    public var toPhase: Int
    /// The command line that goes on with it; empty in rows of an older version.
    public var command: String
    public var began: Instant
    public var ended: Instant?
    /// `converged`, `failed`, `cancelled`, or nil while it runs or after it was killed.
    public var result: String?
}
