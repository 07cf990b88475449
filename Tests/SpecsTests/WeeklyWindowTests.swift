import TestSupport
import Testing
import Values

/// Maintenance windows against a calendar that is walked minute by minute.
@Suite struct WeeklyWindowTests {
    @Test func `it is open and opens as the calendar says`() throws {
        var random = SeededRandom(seed: 7)
        // 2026-11-29 is a Sunday.
        let sunday = try #require(CivilDate(year: 2026, month: 11, day: 29))
        try #require(sunday.weekday == 0)
        for _ in 0..<20 {
            let days = Set((0..<7).filter { _ in random.chance(thousandths: 300) } + [random.below(7)])
            let from = random.below(1440)
            let length = 1 + random.below(1439)
            let offset = random.below(1681) - 840
            let window = WeeklyWindow(days: days, from: from, to: (from + length) % 1440, offset: offset)
            // Local minutes of the week in which it is open.
            var open: Set<Int> = []
            for day in days { for minute in 0..<length { open.insert((day * 1440 + from + minute) % 10_080) } }
            var opening: Int?
            for minute in stride(from: 10_080 * 2, through: 0, by: -1) {
                let isOpen = open.contains(((minute + offset) % 10_080 + 10_080) % 10_080)
                let moment = Instant(milliseconds: (sunday.days * 1440 + minute) * 60_000)
                if isOpen { opening = minute }
                #expect(window.contains(moment) == isOpen, "\(window.words) at \(moment.timestamp)")
                guard minute < 10_080, let opening else { continue }
                #expect(window.opening(from: moment) == moment + .minutes(opening - minute), "\(window.words)")
            }
        }
    }

    @Test(arguments: [("UTC", 0), ("+05:30", 330), ("-08:00", -480), ("+14:00", 840)])
    func `zones are read and written`(_ text: String, _ minutes: Int) {
        #expect(WeeklyWindow.offset(of: text) == minutes)
        #expect(WeeklyWindow(days: [0], from: 0, to: 1, offset: minutes).zone == text)
    }

    @Test(arguments: ["", "Z", "5:30", "+5:30", "+14:01", "+05:60", "05:30", "+٠5:30", "Asia/Kolkata"])
    func `what is no zone is refused`(_ text: String) { #expect(WeeklyWindow.offset(of: text) == nil) }
}
