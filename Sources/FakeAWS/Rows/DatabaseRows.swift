/// The rows that people wrote into one database.
public struct DatabaseRows: Sendable, Hashable {
    /// `rds REGION/IDENTIFIER`, or what the guest model calls one of its own.
    public let name: String
    /// Rows that it has acknowledged itself.
    public let acknowledged: Int
    /// Writes that it refused while it was frozen.
    public let refused: Int
    /// Rows that some database has acknowledged and this one does not have by now.
    public let missing: Int
    public let isFrozen: Bool
    /// The database that it follows; nil for none.
    public let source: String?
}
