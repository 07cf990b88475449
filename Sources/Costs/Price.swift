/// What one unit of something costs.
public struct Price: Sendable, Hashable {
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        case hour
        case month
        /// A GiB kept for a month.
        case gibibyteMonth = "GiB-month"
    }

    /// For example `ec2.m7g.large`.
    public var item: String
    public var region: String
    public var unit: Unit
    /// Thousand millionths of a US dollar, so that sums are exact.
    public var nanos: Int
    /// Whether somebody held it against the source.
    public var isVerified: Bool
    public var source: String

    /// For a whole month, of 730 hours as AWS's own calculator has it.
    public var monthly: Int { unit == .hour ? nanos * 730 : nanos }
}
