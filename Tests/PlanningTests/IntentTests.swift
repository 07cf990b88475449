import Digests
import Documents
import Engine
import Planning
import Providers
import Resources
import Testing
import Values

/// What a run does with the intents that an earlier one has left open.
@Suite struct IntentTests {
    private static let properties: Value = ["TopicName": "alarms"]

    /// The operation with which a step's first look is made, and the intent that was journaled before it.
    private static func begun(openInput: Value?) throws -> (operation: Operation, intent: Intent) {
        let step = Step(
            id: "create r/topic", action: .create, address: "r/topic", kind: "AWS::SNS::Topic", region: "r",
            generation: 0, stage: "change", dependsOn: [], properties: properties, tags: [:], phase: 0,
            reason: .missing, expected: .seconds(1), deadline: .minutes(30), service: "sns")
        let plan = Plan(
            purpose: .apply, platform: "shop", account: "123456789012", provider: "fake", regions: ["r"], fromPhase: 0,
            toPhase: 0, specHash: "", stateSerial: 0, stages: [Stage(name: "change", road: "change", role: .change)],
            steps: [step])
        let open = openInput.map {
            OpenIntent(
                address: "r/topic", action: .create, generation: 0, token: "earlier",
                inputHash: SHA256Digest.hex(JSON.text(of: $0)))
        }
        var core = EngineCore(
            EngineInput(plan: plan, runID: "run", attributes: [:], openIntents: open.map { [$0] } ?? []))
        let commands = core.handle(.begin(Instant(milliseconds: 1000)))
        let operation = commands.compactMap { if case .look(_, let operation) = $0 { operation } else { nil } }.first
        let intent = commands.compactMap { command -> Intent? in
            if case .journal(.intent(let intent)) = command { intent } else { nil }
        }.first
        return (try #require(operation), try #require(intent))
    }

    @Test func `a second try of the same input has the first one's token, and of another input its own`() throws {
        let fresh = try Self.begun(openInput: nil)
        let again = try Self.begun(openInput: Self.properties)
        #expect(again.operation.target.token == "earlier" && again.intent.token == "earlier")
        #expect(again.operation.isResumed && again.operation.mayLandUntil != nil)
        let other = try Self.begun(openInput: ["TopicName": "other"])
        #expect(other.operation.target.token == fresh.operation.target.token && other.intent.token != "earlier")
        // What the earlier try did is settled all the same.
        #expect(other.operation.isResumed && !fresh.operation.isResumed)
    }
}
