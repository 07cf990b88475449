import AWSKinds
import CloudCalls
import FakeAWS
import Providers
import Resources
import TestSupport
import Testing
import Values

/// The provider over a fake cloud in virtual time, for tests of one kind's life.
struct KindBench {
    static let account = "123456789012"

    let time = VirtualTime()
    let cloud: FakeCloud
    let provider: Provider

    /// - Parameter guest: what runs on its machines.
    init(guest: any Guest = PlainGuest()) throws {
        cloud = FakeCloud(Cloud(account: Self.account, at: time.now(), guest: guest), time: time)
        provider = Provider(
            drivers: AllKinds.byKind, account: Self.account, aws: try recorded(cloud), kubernetes: cloud, time: time)
    }

    func target(
        _ name: String, _ kind: Kind, in region: String, platform: String = "shop", _ properties: Value
    ) -> Target {
        Target(
            platform: platform, account: Self.account, address: Address("\(region)/\(name)"), kind: kind,
            region: region, generation: 0, phase: 0, properties: properties,
            token: "a-token-of-at-least-32-characters-\(name)")
    }

    func schema(of kind: Kind) -> KindSchema? { AllKinds.schemas[kind] }

    func wait(_ span: TimeSpan) async { await time.sleep(until: time.now() + span) }

    /// Looks once.
    func look(_ action: Operation.Action, _ target: Target) async -> Outcome {
        await provider.advance(Operation(action: action, target: target, startedAt: time.now()))
    }

    /// Follows an operation to its end, and gives what it waited for on the way.
    func follow(
        _ action: Operation.Action, _ target: Target, changing properties: [String] = []
    ) async throws -> (observation: ResourceObservation?, reasons: [String]) {
        try await follow(
            Operation(
                action: action, target: target, startedAt: time.now(),
                plannedChanges: properties.map { Operation.PlannedChange(property: $0, old: nil) }))
    }

    /// Follows an operation that knows already what became of an earlier one.
    func follow(
        _ begun: Operation
    ) async throws -> (observation: ResourceObservation?, reasons: [String]) {
        var operation = begun
        var reasons: [String] = []
        for _ in 0..<500 {
            switch await provider.advance(operation) {
            case .done(let observation): return (observation, reasons)
            case .failed(let failure): throw failure
            case .pending(let reason, let span, let next):
                operation = next
                if reasons.last != reason { reasons.append(reason) }
                await wait(span)
            }
        }
        throw Failure(code: "Test.Stuck", message: "\(begun.target.address) waits: \(reasons.last ?? "")")
    }

    @discardableResult
    func done(_ action: Operation.Action, _ target: Target) async throws -> ResourceObservation? {
        try await follow(action, target).observation
    }

    /// Whether it is made, and a second look finds nothing to change.
    func settles(_ target: Target) async throws -> Bool {
        let first = try await done(.create, target)
        let (second, reasons) = try await follow(.update, target)
        return first == second && second?.status == .ready && reasons.isEmpty
    }

    /// The observation of a target as a plan would see it.
    func observed(_ target: Target) async throws -> ResourceObservation? {
        try await provider.observe(platform: target.platform, regions: [target.region], candidates: []).first {
            $0.address == target.address
        }
    }

    /// A VPC with a subnet in each of two zones; their ids.
    func network(in region: String, _ prefix: String = "10.0") async throws -> (vpc: Value, subnets: [Value]) {
        let made = try await done(
            .create, target("vpc", "AWS::EC2::VPC", in: region, ["CidrBlock": .string("\(prefix).0.0/16")]))
        let vpc = Value.string(try #require(made).physicalID)
        var subnets: [Value] = []
        for (index, zone) in ["a", "b"].enumerated() {
            let subnet = target(
                "subnet-\(zone)", "AWS::EC2::Subnet", in: region,
                [
                    "VpcId": vpc, "CidrBlock": .string("\(prefix).\(index).0/24"),
                    "AvailabilityZone": .string(region + zone),
                ])
            subnets.append(.string(try #require(try await done(.create, subnet)).physicalID))
        }
        return (vpc, subnets)
    }
}
