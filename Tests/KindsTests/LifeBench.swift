import AWSKinds
import CloudCalls
import FakeAWS
import Providers
import Resources
import TestSupport
import Testing
import Values

/// Things that live on a fake cloud in virtual time: each is made, looked at again, changed, tagged and removed.
final class LifeBench: Sendable {
    static let region = "us-east-1"
    static let account = "123456789012"

    private let time = VirtualTime()
    let provider: Provider
    private let calls: any AWSCalls
    private let cloud: FakeCloud

    init() throws {
        cloud = FakeCloud(Cloud(account: Self.account, at: time.now()), time: time)
        calls = try recorded(cloud)
        provider = Provider(
            drivers: AllKinds.byKind, account: Self.account, aws: calls, kubernetes: cloud, time: time)
    }

    func target(_ name: String, _ kind: Kind, _ properties: Value, in region: String = region) -> Target {
        Target(
            platform: "shop", account: Self.account, address: Address("\(region)/\(name)"), kind: kind,
            region: region, generation: 0, phase: 0, properties: properties,
            token: "a-token-of-at-least-32-characters-\(name)")
    }

    /// Looks at an operation until it ends.
    @discardableResult
    func run(_ action: Providers.Operation.Action, _ target: Target) async throws -> ResourceObservation? {
        var operation = Providers.Operation(action: action, target: target, startedAt: time.now())
        var last = ""
        for _ in 0..<500 {
            switch await provider.advance(operation) {
            case .done(let observation): return observation
            case .failed(let failure): throw failure
            case .pending(let reason, let span, let next):
                last = reason
                operation = next
                await time.sleep(until: time.now() + span)
            }
        }
        throw Failure(code: "Test.Stuck", message: "\(target.address) doesn't settle: \(last)")
    }

    /// Makes it, and expects that a second look finds nothing to change.
    func make(_ target: Target) async throws -> ResourceObservation {
        let made = try #require(try await run(.create, target))
        let again = try await run(.update, target)
        #expect(again == made, "\(target.address) differs from what was made")
        return made
    }

    /// The key of a tag that a cluster's controller puts on things that it uses.
    private static let others = "kubernetes.io/cluster/shop"

    /// Somebody else tags it.
    private func beTagged(_ target: Target) {
        cloud.edit { cloud in
            for key in cloud.objects.keys.sorted()
            where cloud.objects[key]?.tags[IdentityTags.address] == target.address.text {
                cloud.update(key) { $0.tags[Self.others] = "owned" }
            }
        }
    }

    /// Makes it, is tagged by somebody else, changes it, gives it a tag and takes that back; `changes` are laid over its properties.
    func live(_ target: Target, changes: Value = [:], takesTags: Bool = true) async throws -> ResourceObservation {
        var made = try await make(target)
        var other = target
        other.properties = target.properties.merging(changes)
        if takesTags {
            other.tags["team"] = "web"
            beTagged(target)
        }
        for wanted in [other, target] where wanted != target || takesTags || changes != [:] {
            made = try #require(try await run(.update, wanted))
            for pair in changes.members {
                let normal = AllKinds.byKind[target.kind]?.normalized(wanted.properties) ?? wanted.properties
                guard let value = normal[pair.name] else { continue }
                #expect(made.properties[pair.name] == value, "\(target.address) \(pair.name)")
            }
            if takesTags {
                #expect(made.tags["team"] == wanted.tags["team"], "\(target.address)")
                #expect(made.tags[Self.others] == "owned", "\(target.address)")
            }
        }
        return made
    }

    /// Removes things in order, each wholly before the next.
    func remove(_ targets: [Target]) async throws {
        for target in targets { try await run(.delete, target) }
    }

    func wait(_ span: TimeSpan) async { await time.sleep(until: time.now() + span) }

    /// One call of a test itself.
    @discardableResult
    func call(
        _ service: String, _ operation: String, _ input: Value = [:], in region: String = region
    ) async throws(AWSError) -> Value {
        try await calls.call(
            AWSRequest(
                service: service, operation: operation, region: region, input: input,
                deadline: time.now() + .minutes(1)))
    }
}
