import Values

/// A moment in the form that signatures carry, for example `20150830T123600Z`.
struct SigningTime {
    /// `YYYYMMDD'T'HHMMSS'Z'`, in UTC.
    let timestamp: String

    /// `YYYYMMDD`.
    var date: Substring { timestamp.prefix(8) }

    /// Days to civil date by H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    init(_ instant: Instant) {
        let seconds = Self.floored(instant.milliseconds, by: 1000)
        let days = Self.floored(seconds, by: 86_400)
        let time = seconds - days * 86_400
        let shifted = days + 719_468
        let era = Self.floored(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        var text: [UInt8] = []
        text.reserveCapacity(16)
        Self.append(year, digits: 4, to: &text)
        Self.append(month, digits: 2, to: &text)
        Self.append(dayOfYear - (153 * march + 2) / 5 + 1, digits: 2, to: &text)
        text.append(UInt8(ascii: "T"))
        Self.append(time / 3600, digits: 2, to: &text)
        Self.append(time / 60 % 60, digits: 2, to: &text)
        Self.append(time % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: "Z"))
        timestamp = String(decoding: text, as: UTF8.self)
    }

    private static func floored(_ value: Int, by divisor: Int) -> Int {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }

    private static func append(_ value: Int, digits: Int, to text: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}
