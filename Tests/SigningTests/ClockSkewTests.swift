import AWSSigning
import Testing
import Values

@Suite struct ClockSkewTests {
    private let now = Instant(milliseconds: 1_767_225_600_000)

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199),
    ])
    func `a server's date is read to the second`(_ text: String, _ seconds: Int) {
        #expect(ServerDate.parse(text) == Instant(milliseconds: seconds * 1000))
    }

    @Test(arguments: [
        "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov +994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
    ])
    func `another form of date is not guessed at`(_ text: String) {
        #expect(ServerDate.parse(text) == nil)
    }

    @Test func `a clock within the tolerance is left alone`() {
        let skew = ClockSkew()
        #expect(!skew.learn(serverDate: now + .seconds(239), middle: now))
        #expect(skew.signingTime(now) == now)
    }

    @Test func `a clock that is wrong is corrected once, and back when it is set right`() {
        let skew = ClockSkew()
        #expect(skew.learn(serverDate: now + .hours(-2), middle: now))
        #expect(skew.signingTime(now) == now + .hours(-2))
        #expect(!skew.learn(serverDate: now + .hours(-2) + .seconds(3), middle: now))
        #expect(skew.signingTime(now) == now + .hours(-2))
        #expect(skew.learn(serverDate: now + .seconds(1), middle: now))
        #expect(skew.signingTime(now) == now)
    }
}
