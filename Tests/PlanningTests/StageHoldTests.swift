import Engine
import Planning
import Providers
import Resources
import Testing
import Values

/// What the engine core begins while somebody holds it up; it is told of moments and never looks at a clock.
@Suite struct StageHoldTests {
    private static func step(_ name: String, _ stage: String, after: [Int] = []) -> Step {
        Step(
            id: "create r/\(name)", action: .create, address: Address("r/\(name)"), kind: "AWS::SNS::Topic",
            region: "r",
            generation: 0, stage: stage, dependsOn: after, properties: [:], tags: [:], phase: 0, reason: .missing,
            expected: .seconds(1), deadline: .minutes(30), service: "sns")
    }

    private static func core(_ change: (inout Stage, inout Stage) -> Void = { _, _ in }) -> EngineCore {
        var first = Stage(name: "1-2/freeze", road: "1-2", role: .shift)
        var second = Stage(name: "1-2/change", road: "1-2", role: .shift)
        change(&first, &second)
        let plan = Plan(
            purpose: .apply, platform: "shop", account: "123456789012", provider: "fake", regions: ["r"], fromPhase: 1,
            toPhase: 2, specHash: "", stateSerial: 0, stages: [first, second],
            steps: [
                step("a", first.name), step("b", first.name, after: [0]), step("c", second.name),
                step("d", second.name, after: [2]),
            ])
        return EngineCore(EngineInput(plan: plan, runID: "run", attributes: [:]))
    }

    private static func looks(_ commands: [EngineCommand]) -> [Int] {
        commands.compactMap { if case .look(let step, _) = $0 { step } else { nil } }
    }

    private static func end(_ commands: [EngineCommand]) -> RunSummary? {
        commands.compactMap { if case .end(let summary) = $0 { summary } else { nil } }.first
    }

    private static func at(_ seconds: Int) -> Instant { Instant(milliseconds: 1_000_000_000 + seconds * 1000) }

    @Test func `a pause begins no step and no stage, and its end does`() {
        var core = Self.core()
        #expect(Self.looks(core.handle(.begin(Self.at(0)))) == [0])
        _ = core.handle(.pauseAsked(Self.at(1)))
        let held = core.handle(.looked(step: 0, .done(nil), at: Self.at(2)))
        #expect(Self.looks(held).isEmpty && Self.end(held) == nil)
        #expect(Self.looks(core.handle(.resumeAsked(Self.at(3)))) == [1])
        _ = core.handle(.pauseAsked(Self.at(4)))
        let between = core.handle(.looked(step: 1, .done(nil), at: Self.at(5)))
        #expect(Self.looks(between).isEmpty && Self.end(between) == nil)
        #expect(Self.looks(core.handle(.timePassed(Self.at(6)))).isEmpty)
        #expect(Self.looks(core.handle(.resumeAsked(Self.at(7)))) == [2])
        _ = core.handle(.looked(step: 2, .done(nil), at: Self.at(8)))
        #expect(Self.end(core.handle(.looked(step: 3, .done(nil), at: Self.at(9))))?.result == .converged)
    }

    @Test func `while users can't write nothing is held up`() {
        var core = Self.core { _, second in
            second.followsAtOnce = true
            second.needsApproval = true
            second.windows = [WeeklyWindow(days: [0], from: 0, to: 1, offset: 0)]
        }
        _ = core.handle(.begin(Self.at(0)))
        _ = core.handle(.looked(step: 0, .done(nil), at: Self.at(1)))
        _ = core.handle(.pauseAsked(Self.at(2)))
        #expect(Self.looks(core.handle(.looked(step: 1, .done(nil), at: Self.at(3)))) == [2])
        #expect(Self.looks(core.handle(.looked(step: 2, .done(nil), at: Self.at(4)))) == [3])
    }

    @Test func `a step waits for its stage, though all that it needs is done`() {
        // `a` is done and `b` is not: `e`, of the next stage, needs `a` alone.
        let plan = Plan(
            purpose: .apply, platform: "shop", account: "123456789012", provider: "fake", regions: ["r"], fromPhase: 1,
            toPhase: 2, specHash: "", stateSerial: 0,
            stages: [
                Stage(name: "1-2/freeze", road: "1-2", role: .shift),
                Stage(name: "1-2/change", road: "1-2", role: .shift),
            ],
            steps: [
                Self.step("a", "1-2/freeze"), Self.step("b", "1-2/freeze"), Self.step("e", "1-2/change", after: [0]),
            ])
        var core = EngineCore(EngineInput(plan: plan, runID: "run", attributes: [:]))
        #expect(Self.looks(core.handle(.begin(Self.at(0)))) == [0, 1])
        #expect(Self.looks(core.handle(.looked(step: 0, .done(nil), at: Self.at(1)))).isEmpty)
        #expect(Self.looks(core.handle(.looked(step: 1, .done(nil), at: Self.at(2)))) == [2])
    }

    @Test func `a paused run can be stopped`() {
        var core = Self.core()
        _ = core.handle(.begin(Self.at(0)))
        _ = core.handle(.pauseAsked(Self.at(1)))
        _ = core.handle(.looked(step: 0, .done(nil), at: Self.at(2)))
        #expect(Self.end(core.handle(.cancelAsked(Self.at(3))))?.result == .cancelled)
    }

    @Test func `a stage waits for its window and asks to be woken then`() throws {
        let opens = Instant(milliseconds: 1_000_000_000 + 3_600_000)
        let minute = opens.civil.time / 60
        var core = Self.core { _, second in
            second.windows = [WeeklyWindow(days: Set(0..<7), from: minute, to: (minute + 1) % 1440, offset: 0)]
        }
        _ = core.handle(.begin(Self.at(0)))
        _ = core.handle(.looked(step: 0, .done(nil), at: Self.at(1)))
        let held = core.handle(.looked(step: 1, .done(nil), at: Self.at(2)))
        let woken = held.compactMap { if case .wake(let at) = $0 { at } else { nil } }
        let expected = Instant(milliseconds: opens.milliseconds / 60_000 * 60_000)
        #expect(woken == [expected] && Self.looks(held).isEmpty && Self.end(held) == nil)
        #expect(Self.looks(core.handle(.timePassed(Instant(milliseconds: expected.milliseconds - 1)))).isEmpty)
        #expect(Self.looks(core.handle(.timePassed(expected))) == [2])
    }

    @Test func `rules reach the stage with which a frozen database is let go`() {
        var freeze = Stage(name: "0-1/freeze", road: "0-1", role: .shift)
        var thaw = Stage(name: "0-1/thaw", road: "0-1", role: .shift)
        thaw.followsAtOnce = true
        freeze.undo = "x"
        let plan = Plan(
            purpose: .apply, platform: "shop", account: "", provider: "fake", regions: [], fromPhase: 0, toPhase: 1,
            specHash: "", stateSerial: 0, stages: [freeze, thaw], steps: [])
        let window = WeeklyWindow(days: [1], from: 0, to: 60, offset: 0)
        let rules = StageRules(approve: ["0-1/thaw"], windows: [window], timeLimits: ["shift": .minutes(5)])
        let ruled = rules.applied(to: plan).stages
        #expect(ruled[0].needsApproval && ruled[0].windows == [window])
        #expect(!ruled[1].needsApproval && ruled[1].windows.isEmpty)
        #expect(ruled.map(\.timeLimit) == [.minutes(5), .minutes(5)])
        var back = plan
        back.purpose = .rollback
        #expect(rules.applied(to: back).stages.allSatisfy { !$0.needsApproval && $0.windows.isEmpty })
    }
}
