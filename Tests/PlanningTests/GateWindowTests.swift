import Engine
import Planning
import Providers
import Resources
import Testing
import Values

/// How long a gate must hold; the core is told of moments and never looks at a clock.
struct GateWindowTests {
    private static func step(_ name: String) -> Step {
        Step(
            id: "create r/\(name)", action: .create, address: Address("r/\(name)"), kind: "AWS::SNS::Topic",
            region: "r", generation: 0, stage: "1-2/\(name)", dependsOn: [], properties: [:], tags: [:], phase: 0,
            reason: .missing, expected: .seconds(1), deadline: .minutes(30), service: "sns")
    }

    private static func at(_ seconds: Int) -> Instant { Instant(milliseconds: 1_000_000_000 + seconds * 1000) }

    /// A core whose first stage is done and waits for its gate, which holds once it has held for a minute.
    private static func gated() -> EngineCore {
        let gate = Gate(
            measure: "the copy follows", threshold: "10 s",
            measurements: [Measurement(.replicaLag, of: "copy", in: "r", subject: [:], bound: .atMost(10_000))],
            window: .seconds(60), timeLimit: .minutes(30))
        let plan = Plan(
            purpose: .apply, platform: "shop", account: "123456789012", provider: "fake", regions: ["r"], fromPhase: 1,
            toPhase: 2, specHash: "", stateSerial: 0,
            stages: [
                Stage(name: "1-2/verify", road: "1-2", role: .verify, gate: gate),
                Stage(name: "1-2/shift", road: "1-2", role: .shift),
            ], steps: [step("verify"), step("shift")])
        var core = EngineCore(EngineInput(plan: plan, runID: "run", attributes: [:]))
        _ = core.handle(.begin(at(0)))
        return core
    }

    /// Whether the next stage's step begins at this moment; what is to be measured then is answered a second later.
    private static func goesOn(_ core: inout EngineCore, _ event: EngineEvent, at second: Int, lag: Int) -> Bool {
        var commands = core.handle(event)
        let isMeasuring = commands.contains { if case .measure = $0 { true } else { false } }
        if isMeasuring {
            commands += core.handle(.measured([Reading(value: lag, samples: 5)], at: at(second + 1)))
        }
        return commands.contains { if case .look(step: 1, _) = $0 { true } else { false } }
    }

    @Test func `it passes when it has held for its window, not at the first good reading`() {
        var core = Self.gated()
        #expect(!Self.goesOn(&core, .looked(step: 0, .done(nil), at: Self.at(9)), at: 9, lag: 500))
        for second in [30, 51, 69] {
            #expect(!Self.goesOn(&core, .timePassed(Self.at(second)), at: second, lag: 500), "after \(second) s")
        }
        #expect(Self.goesOn(&core, .timePassed(Self.at(70)), at: 70, lag: 500))
    }

    @Test func `a reading that breaks the bound begins the window anew`() {
        var core = Self.gated()
        #expect(!Self.goesOn(&core, .looked(step: 0, .done(nil), at: Self.at(9)), at: 9, lag: 500))
        #expect(!Self.goesOn(&core, .timePassed(Self.at(40)), at: 40, lag: 20_000))
        for second in [70, 100, 125] {
            #expect(!Self.goesOn(&core, .timePassed(Self.at(second)), at: second, lag: 500), "after \(second) s")
        }
        #expect(Self.goesOn(&core, .timePassed(Self.at(131)), at: 131, lag: 500))
    }
}
