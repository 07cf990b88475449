import Values

/// A moment in the form that signatures carry, for example `20150830T123600Z`.
struct SigningTime {
    /// `YYYYMMDD'T'HHMMSS'Z'`, in UTC.
    let timestamp: String

    /// `YYYYMMDD`.
    var date: Substring { timestamp.prefix(8) }

    init(_ instant: Instant) {
        let (day, time) = instant.civil
        var text: [UInt8] = []
        text.reserveCapacity(16)
        Self.append(day.year, digits: 4, to: &text)
        Self.append(day.month, digits: 2, to: &text)
        Self.append(day.day, digits: 2, to: &text)
        text.append(UInt8(ascii: "T"))
        Self.append(time / 3600, digits: 2, to: &text)
        Self.append(time / 60 % 60, digits: 2, to: &text)
        Self.append(time % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: "Z"))
        timestamp = String(decoding: text, as: UTF8.self)
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
