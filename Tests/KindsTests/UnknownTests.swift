import FakeAWS
import Providers
import Resources
import TestSupport
import Testing
import Values

/// Unknown is not absent, and what somebody else did meanwhile is not overwritten.
@Suite struct UnknownTests {
    private static let region = "us-east-1"

    private let bench: KindBench
    private let network: Target

    init() throws {
        bench = try KindBench()
        network = bench.target("vpc", "AWS::EC2::VPC", in: Self.region, ["CidrBlock": "10.0.0.0/16"])
    }

    /// All networks of the platform, those that no list shows yet included.
    private var networks: [String] {
        bench.cloud.snapshot.allEvenHidden("AWS::EC2::VPC", Self.region).map(\.key.id)
            .filter { $0 != defaultNetwork }
    }

    private var defaultNetwork: String? {
        bench.cloud.snapshot.allEvenHidden("AWS::EC2::VPC", Self.region)
            .first { $0.attributes["IsDefault"]?.flag == true }?.key.id
    }

    /// EC2 shows what was made a while later ("Eventual consistency in the Amazon EC2 API", EC2 developer guide).
    private func makeUnseen() async throws -> String {
        _ = await bench.look(.create, network)
        let made = try #require(networks.first)
        try #require(!bench.cloud.snapshot.all("AWS::EC2::VPC", Self.region).contains { $0.key.id == made })
        return made
    }

    @Test func `what an earlier call made at the last moment is found, though one look did not show it`() async throws {
        let made = try await makeUnseen()
        let (observation, reasons) = try await bench.follow(
            Operation(
                action: .create, target: network, startedAt: bench.time.now(), mayLandUntil: bench.time.now(),
                isResumed: true))
        #expect(observation?.physicalID == made && networks == [made], "\(networks)")
        #expect(reasons.contains("an earlier call is being settled by a second look"), "\(reasons)")
    }

    @Test func `until an earlier call can't land any more nothing is made`() async throws {
        let began = bench.time.now()
        let operation = Operation(
            action: .create, target: network, startedAt: began, mayLandUntil: began + .seconds(30), isResumed: true)
        guard case .pending(let reason, let span, let next) = await bench.provider.advance(operation) else {
            Issue.record("It did not wait.")
            return
        }
        #expect(reason == "an earlier call whose answer was lost may still take effect" && networks.isEmpty)
        await bench.wait(span)
        let made = try await makeUnseen()
        #expect(try await bench.follow(next).observation?.physicalID == made && networks == [made], "\(networks)")
    }

    @Test func `what no list shows yet is deleted all the same`() async throws {
        _ = try await makeUnseen()
        try await bench.done(.delete, network)
        #expect(networks.isEmpty)
    }

    @Test func `what somebody changed since the plan was made is told, and left as it is`() async throws {
        func group(_ days: Int, _ team: String) -> Target {
            var target = bench.target(
                "logs", "AWS::Logs::LogGroup", in: Self.region,
                ["LogGroupName": "/reconcile/shop/logs", "RetentionInDays": .int(days)])
            target.tags["team"] = team
            return target
        }
        try await bench.done(.create, group(30, "web"))
        // Between plan and run somebody keeps them for longer.
        try await bench.done(.update, group(90, "web"))
        func update(_ target: Target, _ change: Operation.PlannedChange) -> Operation {
            Operation(action: .update, target: target, startedAt: bench.time.now(), plannedChanges: [change])
        }
        let plans = [
            update(group(60, "web"), Operation.PlannedChange(property: "RetentionInDays", old: 30)),
            update(group(30, "data"), Operation.PlannedChange(property: "Tags", old: nil)),
        ]
        for plan in plans {
            let failure = await #expect(throws: Failure.self) { try await bench.follow(plan) }
            #expect(
                failure?.code == "Plan.Stale" && failure?.message.contains("90") == true, "\(failure?.message ?? "")")
        }
        let left = try #require(try await bench.observed(group(90, "web")))
        #expect(left.properties["RetentionInDays"] == 90 && left.tags["team"] == "web")
        // Planned from what is there it goes through.
        let again = update(group(60, "web"), Operation.PlannedChange(property: "RetentionInDays", old: 90))
        #expect(try await bench.follow(again).observation?.properties["RetentionInDays"] == 60)
    }
}
