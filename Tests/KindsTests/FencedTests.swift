import AWSKinds
import CloudCalls
import FakeAWS
import Providers
import Resources
import TestSupport
import Testing
import Values

/// A process that may no longer change the platform.
@Suite struct FencedTests {
    private let time = VirtualTime()
    private let cloud: FakeCloud
    private let fence = Fence()
    private let provider: Provider

    init() throws {
        cloud = FakeCloud(Cloud(account: KindBench.account, at: time.now()), time: time)
        provider = Provider(
            drivers: AllKinds.byKind, account: KindBench.account,
            aws: FencedCalls(try recorded(cloud), by: fence), kubernetes: FencedClusters(cloud, by: fence), time: time)
    }

    private var network: Target {
        Target(
            platform: "shop", account: KindBench.account, address: "us-east-1/vpc", kind: "AWS::EC2::VPC",
            region: "us-east-1", generation: 0, phase: 0, properties: ["CidrBlock": "10.0.0.0/16"],
            token: "a-token-of-at-least-32-characters")
    }

    @Test func `a step in the middle of which it was stopped makes nothing more, and what there is can be looked at`()
        async throws
    {
        fence.heed { "process 2 on elsewhere holds it" }
        let outcome = await provider.advance(Operation(action: .create, target: network, startedAt: time.now()))
        guard case .failed(let failure) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure.code == "Client.Fenced" && failure.message.contains("process 2 on elsewhere"), "\(failure)")
        #expect(cloud.look { $0.objects.isEmpty }, "it made something")
        #expect(try await provider.observe(platform: "shop", regions: ["us-east-1"], candidates: []).isEmpty)
        fence.heed { nil }
        let again = await provider.advance(Operation(action: .create, target: network, startedAt: time.now()))
        if case .failed(let failure) = again { Issue.record("\(failure)") }
        #expect(!cloud.look { $0.objects.isEmpty })
    }

    @Test func `nothing is applied to a cluster, either`() async throws {
        fence.heed { "it was not renewed for 60 s" }
        let cluster = ClusterName(region: "us-east-1", name: "shop")
        let object: Value = [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "one", "namespace": "shop"],
        ]
        let failure = await #expect(throws: AWSError.self) {
            _ = try await FencedClusters(cloud, by: fence).apply(
                object, in: cluster, deadline: time.now() + .minutes(1))
        }
        #expect(failure?.code == "Client.Fenced" && failure?.service == "kubernetes")
    }
}
