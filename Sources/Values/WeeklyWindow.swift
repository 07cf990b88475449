/// A stretch of time that comes back every week, for example from Saturday 22:00 to Sunday 04:00.
public struct WeeklyWindow: Sendable, Hashable {
    /// The days on which it opens; 0 is Sunday. Not empty.
    public var days: Set<Int>
    /// Minutes since midnight at which it opens.
    public var from: Int
    /// Minutes since midnight at which it closes; of the next day where this is not behind `from`.
    public var to: Int
    /// How many minutes its clock is ahead of UTC.
    public var offset: Int

    public init(days: Set<Int>, from: Int, to: Int, offset: Int) {
        self.days = days
        self.from = from
        self.to = to
        self.offset = offset
    }

    private static let day = 24 * 60

    /// Nil when a text is no time of day such as `22:00`.
    public static func minutes(of text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [2, 2], parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    /// Nil when a text is neither `UTC` nor a distance to it such as `+05:30` (ISO 8601, "time shift").
    public static func offset(of text: String) -> Int? {
        if text == "UTC" { return 0 }
        guard let sign = text.first, sign == "+" || sign == "-", let minutes = minutes(of: String(text.dropFirst())),
            minutes <= 14 * 60
        else { return nil }
        return sign == "-" ? -minutes : minutes
    }

    /// Whether it is open at a moment; it is at the moment at which it opens, and no longer at that at which it closes.
    public func contains(_ moment: Instant) -> Bool {
        let (day, minute) = local(moment)
        let length = (to > from ? to : to + Self.day) - from
        // It may have opened on the day before.
        return [day, day - 1].contains { opened in
            let since = (day - opened) * Self.day + minute - from
            return days.contains(Self.weekday(opened)) && since >= 0 && since < length
        }
    }

    /// When it opens next; the moment itself while it is open.
    public func opening(from moment: Instant) -> Instant {
        if contains(moment) { return moment }
        let (today, minute) = local(moment)
        let first = minute < from ? today : today + 1
        // A week has every day.
        let day = (first..<first + 7).first { days.contains(Self.weekday($0)) } ?? first
        return Instant(milliseconds: (day * Self.day + from - offset) * 60_000)
    }

    /// The day since 1970-01-01 and the minute of it, by the window's clock.
    private func local(_ moment: Instant) -> (day: Int, minute: Int) {
        let (date, time) = (moment + .minutes(offset)).civil
        return (date.days, time / 60)
    }

    private static func weekday(_ day: Int) -> Int { CivilDate(days: day).weekday }

    /// For people, for example `Sat Sun 22:00 to 04:00 (+05:30)`.
    public var words: String {
        let names = days.count == 7 ? "daily" : days.sorted().map { CivilDate.weekdays[$0] }.joined(separator: " ")
        return "\(names) \(Self.clock(from)) to \(Self.clock(to)) (\(zone))"
    }

    /// `UTC`, or the distance to it.
    public var zone: String { offset == 0 ? "UTC" : (offset < 0 ? "-" : "+") + Self.clock(abs(offset)) }

    /// A time of day, for example `22:00`.
    public static func clock(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }
}
