public import Values

/// The `Date` field of an answer.
public enum ServerDate {
    /// The moment, to the second; nil for anything but an IMF-fixdate (RFC 9110, section 5.6.7), for example
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the only form that servers may write.
    public static func parse(_ text: String) -> Instant? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", words[0].hasSuffix(","),
            let month = CivilDate.months.firstIndex(of: String(words[2])), let day = number(words[1], digits: 2),
            let year = number(words[3], digits: 4), let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { number($0, digits: 2) }
        guard clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] < 61 else { return nil }
        let seconds = date.days * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
        return Instant(milliseconds: seconds * 1000)
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }
}
