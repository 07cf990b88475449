/// What must never have happened to rows, as the cloud saw it.
public struct RowsLedger: Sendable, Hashable {
    /// Databases that took people's writes at the same time, in words; empty for never.
    public let together: String
    /// A database that took writes although it lacked rows that another had acknowledged, in words; empty for never.
    public let forgetful: String
    /// Writes that frozen databases refused.
    public let refused: Int
}
