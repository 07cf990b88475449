extension Instant {
    /// The moment of an ISO 8601 text in UTC, for example `2026-11-24T12:00:00Z`; fractions of a second are dropped.
    ///
    /// Civil date to days by H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    public init?(timestamp: String) {
        let isUTC = timestamp.hasSuffix("Z") || timestamp.hasSuffix("+00:00")
        let numbers = timestamp.prefix(19).split { "-T:".contains($0) }.compactMap { Int($0) }
        guard isUTC, numbers.count == 6, (1...12).contains(numbers[1]), (1...31).contains(numbers[2]) else {
            return nil
        }
        let year = numbers[1] <= 2 ? numbers[0] - 1 : numbers[0]
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (numbers[1] > 2 ? numbers[1] - 3 : numbers[1] + 9) + 2) / 5 + numbers[2] - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        let seconds = days * 86400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
        self.init(milliseconds: seconds * 1000)
    }
}

extension Instant {
    /// The moment as ISO 8601 in UTC, for example `2026-11-24T12:00:00Z`; fractions of a second are dropped.
    ///
    /// Days to civil date by H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    public var timestamp: String {
        let seconds = Int((Double(milliseconds) / 1000).rounded(.down))
        let days = Int((Double(seconds) / 86400).rounded(.down))
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let rest = seconds - days * 86400
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(dayOfYear - (153 * part + 2) / 5 + 1))T\(two(rest / 3600)):"
            + "\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }
}
