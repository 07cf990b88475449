import Diagnostics
import Simulator
import Testing

/// What a faults file may say, and how it is told that it may not.
struct FaultMixTests {
    private func read(_ text: String) -> FaultMix.Reading { FaultMix.read(Array(text.utf8), file: "faults.json") }

    @Test func `a faults file says how much goes wrong`() throws {
        let reading = read(
            """
            {"version": 1, "deaths": [1, 2], "calls": [0, 30], "kinds": ["timeout", "loseAnswer"],
             "chances": {"zoneDown": 500, "loseState": 10}}
            """)
        let mix = try #require(reading.mix)
        #expect(reading.diagnostics.isEmpty)
        #expect(mix.deaths == 1...2 && mix.calls == [0, 30] && mix.kinds == [.timeout, .loseAnswer])
        #expect(mix.chances == [.zoneDown: 500, .loseState: 10])
        #expect(read("{\"version\": 1}").mix?.deaths == 0...0, "what is left out does not go wrong")
    }

    @Test func `everything that is wrong is told at once, with line and column`() {
        let reading = read(
            """
            {
              "deaths": [3, 1],
              "calls": [1001],
              "kinds": ["timeot"],
              "chances": {"zonedown": 5, "slow": "often"},
              "more": 1
            }
            """)
        #expect(reading.mix == nil)
        let told = reading.diagnostics.map { "\($0.location?.description ?? "") \($0.code)" }
        #expect(
            told == [
                "faults.json:1:1 faults.missingField", "faults.json:2:13 faults.wrongValue",
                "faults.json:3:13 faults.wrongValue", "faults.json:4:13 faults.unknownField",
                "faults.json:5:15 faults.unknownField", "faults.json:5:38 faults.wrongValue",
                "faults.json:6:3 faults.unknownField",
            ])
        #expect(reading.diagnostics.contains { $0.hint == "did you mean `timeout`?" })
        #expect(read("{").diagnostics.first?.code.hasPrefix("syntax.") == true)
    }
}
