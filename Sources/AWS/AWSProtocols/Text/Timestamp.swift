import AWSModels
import Values

/// A moment to the microsecond, in the three ways in which AWS writes it (Smithy 2.0, "timestampFormat").
struct Timestamp: Hashable, Sendable {
    /// Since 1970-01-01T00:00:00Z.
    var seconds: Int
    /// 0 to 999,999.
    var microseconds: Int

    init(seconds: Int, microseconds: Int = 0) {
        self.seconds = seconds
        self.microseconds = microseconds
    }

    /// Nil outside of the years 1 to 9999.
    init?(epoch: Double) {
        guard epoch.isFinite, epoch >= -62_135_596_800, epoch < 253_402_300_800 else { return nil }
        let whole = epoch.rounded(.down)
        let fraction = Int(((epoch - whole) * 1_000_000).rounded())
        self.init(seconds: Int(whole) + fraction / 1_000_000, microseconds: fraction % 1_000_000)
    }

    func text(_ format: Traits.TimestampFormat) -> String {
        switch format {
        case .iso8601: iso8601
        case .rfc822: rfc822
        case .unixTimestamp: epoch
        }
    }

    var iso8601: String {
        let (date, time) = fields
        let fraction = microseconds == 0 ? "" : ".\(Self.padded(microseconds, 6))"
        return
            "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))T\(time)\(fraction)Z"
    }

    private var rfc822: String {
        let (date, time) = fields
        let day = CivilDate.weekdays[date.weekday]
        return
            "\(day), \(Self.padded(date.day, 2)) \(CivilDate.months[date.month - 1]) \(Self.padded(date.year, 4)) \(time) GMT"
    }

    /// Seconds since 1970, with no more decimals than needed.
    private var epoch: String {
        guard microseconds > 0 else { return String(seconds) }
        let total = seconds * 1_000_000 + microseconds
        var fraction = Self.padded(abs(total % 1_000_000), 6)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(total < 0 && total > -1_000_000 ? "-" : "")\(total / 1_000_000).\(fraction)"
    }

    private var fields: (date: CivilDate, time: String) {
        let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
        let rest = seconds - days * 86400
        let time =
            "\(Self.padded(rest / 3600, 2)):\(Self.padded(rest / 60 % 60, 2)):\(Self.padded(rest % 60, 2))"
        return (CivilDate(days: days), time)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
