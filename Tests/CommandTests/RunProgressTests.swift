import Engine
import Planning
import Providers
import Reports
import Resources
import Terminal
import Testing
import Values

/// What a live region says of a run.
@Suite struct RunProgressTests {
    private static func plan() -> Plan {
        func step(_ name: String, _ minutes: Int, after: [Int] = [], stage: String = "1-2/prepare") -> Step {
            Step(
                id: "create ap-south-1/\(name)", action: .create, address: Address("ap-south-1/\(name)"),
                kind: "AWS::EC2::VPC", region: "ap-south-1", stage: stage, dependsOn: after, properties: [:], phase: 2,
                reason: .missing, expected: .minutes(minutes), deadline: .minutes(60), service: "ec2")
        }
        let gate = Gate(measure: "all serve", threshold: "all", window: .minutes(5))
        return Plan(
            purpose: .apply, platform: "shop", account: "1", provider: "fake", regions: ["ap-south-1"], fromPhase: 1,
            toPhase: 2, specHash: "", stateSerial: 0,
            stages: [
                Stage(name: "1-2/prepare", road: "1-2", role: .prepare),
                Stage(name: "1-2/verify", road: "1-2", role: .verify, gate: gate),
                Stage(name: "1-2/retire", road: "1-2", role: .retire),
            ],
            steps: [
                step("a", 10), step("b", 2), step("c", 4, after: [1]), step("d", 3, stage: "1-2/retire"),
            ])
    }

    private static func at(_ minutes: Int) -> Instant { Instant(milliseconds: minutes * 60_000) }

    private func text(_ progress: RunProgress, _ minutes: Int, rows: Int = 10, columns: Int = 200) -> [String] {
        progress.lines(at: Self.at(minutes), rows: rows, columns: columns).map(\.plain)
    }

    @Test func `what runs stands there with its time, and what it waits for since when`() {
        var progress = RunProgress(Self.plan())
        progress.see(.stageBegan("1-2/prepare", at: Self.at(0)))
        progress.see(.stepBegan(0, at: Self.at(0)))
        progress.see(.stepBegan(1, at: Self.at(0)))
        progress.see(.stepWaits(0, reason: "2 of 3 targets are healthy", at: Self.at(1)))
        progress.see(.stepDone(1, at: Self.at(2)))
        let lines = text(progress, 4)
        #expect(lines[0] == "Stage 1-2/prepare: 1 of 4 steps done (25 %), about 14 min left, 1 running, 4 min so far")
        #expect(
            lines[1]
                == "  creating ap-south-1/a: 4 min of about 10 min; waits: 2 of 3 targets are healthy (for 3 min)")
        #expect(lines.count == 2)
        let narrow = text(progress, 4, columns: 60)
        #expect(narrow[1] == "  creating ap-south-1/a: 4 min of about 10 min")
        #expect(narrow[2] == "    waits: 2 of 3 targets are healthy (for 3 min)")
    }

    @Test func `what is left is the longest way, with the gates and the later stages`() {
        var progress = RunProgress(Self.plan())
        #expect(progress.remaining(Self.at(0)) == .minutes(18))
        progress.see(.stageBegan("1-2/prepare", at: Self.at(0)))
        for step in [0, 1, 2] { progress.see(.stepBegan(step, at: Self.at(0))) }
        #expect(progress.remaining(Self.at(5)) < .minutes(14))
        for step in [0, 1, 2] { progress.see(.stepDone(step, at: Self.at(10))) }
        progress.see(.stageBegan("1-2/verify", at: Self.at(10)))
        #expect(progress.remaining(Self.at(12)) == .minutes(6))
        #expect(text(progress, 12)[1] == "  gate: all serve (all), held for 2 min of 5 min")
    }

    @Test func `more than fits is counted`() {
        var progress = RunProgress(Self.plan())
        progress.see(.stageBegan("1-2/prepare", at: Self.at(0)))
        for step in [0, 1, 2] { progress.see(.stepBegan(step, at: Self.at(0))) }
        #expect(text(progress, 1, rows: 4).last == "  and 2 more")
        #expect(text(progress, 1, rows: 4).count == 3)
    }

    @Test func `a failure and a stop are said in the first line`() {
        var progress = RunProgress(Self.plan())
        progress.see(.stageBegan("1-2/prepare", at: Self.at(0)))
        progress.see(.stepBegan(0, at: Self.at(0)))
        progress.see(.stepBegan(1, at: Self.at(0)))
        progress.see(.stepFailed(0, Failure(code: "X", message: "no", hint: ""), at: Self.at(1)))
        #expect(text(progress, 1)[0].contains("1 failed"))
        progress.see(.cancelling(at: Self.at(1)))
        #expect(text(progress, 1)[0].contains("Ctrl-C again leaves at once"))
        #expect(progress.unfinished == ["ap-south-1/b"])
    }
}
