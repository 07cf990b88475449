extension Instant {
    /// The moment of an ISO 8601 text in UTC, for example `2026-11-24T12:00:00Z`; fractions of a second are dropped.
    public init?(timestamp: String) {
        let isUTC = timestamp.hasSuffix("Z") || timestamp.hasSuffix("+00:00")
        let numbers = timestamp.prefix(19).split { "-T:".contains($0) }.compactMap { Int($0) }
        guard isUTC, numbers.count == 6,
            let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
        else { return nil }
        let seconds = date.days * 86400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
        self.init(milliseconds: seconds * 1000)
    }

    /// The moment as ISO 8601 in UTC, for example `2026-11-24T12:00:00Z`; fractions of a second are dropped.
    public var timestamp: String {
        let (date, time) = civil
        return "\(date.year)-\(Self.two(date.month))-\(Self.two(date.day))T\(Self.two(time / 3600)):"
            + "\(Self.two(time / 60 % 60)):\(Self.two(time % 60))Z"
    }

    /// The day in UTC, and the seconds since it began.
    public var civil: (date: CivilDate, time: Int) {
        let seconds = Self.floored(milliseconds, by: 1000)
        let days = Self.floored(seconds, by: 86400)
        return (CivilDate(days: days), seconds - days * 86400)
    }

    private static func floored(_ value: Int, by divisor: Int) -> Int {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
