public import Values

/// One run as history shows it.
public struct RunRow: Sendable, Hashable {
    public var id: String
    public var platform: String
    public var purpose: String
    public var planHash: String
    public var toPhase: Int
    public var began: Instant
    public var ended: Instant?
    /// `converged`, `failed`, `cancelled`, or nil while it runs or after it was killed.
    public var result: String?
}
