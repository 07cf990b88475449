import AWSKinds
import CloudCalls
import FakeAWS
import Providers
import Resources
import Synchronization
import TestSupport
import Testing
import Values

/// A provider on a fake cloud in virtual time, and the targets of a small cluster.
final class ClusterBench: Sendable {
    static let region = "eu-west-1"
    private static let account = "123456789012"

    let time = VirtualTime()
    let cloud: FakeCloud
    let provider: Provider
    /// What operations said that they wait for.
    let reasons = Mutex<Set<String>>([])

    init() throws {
        cloud = FakeCloud(Cloud(account: Self.account, at: time.now()), time: time)
        provider = Provider(
            drivers: AllKinds.byKind, account: Self.account, aws: try recorded(cloud), kubernetes: cloud, time: time)
    }

    func target(_ name: String, _ kind: Kind, _ properties: Value) -> Target {
        Target(
            platform: "shop", account: Self.account, address: Address("\(Self.region)/\(name)"), kind: kind,
            region: Self.region, generation: 0, phase: 2, properties: properties,
            token: "a-token-of-at-least-32-characters-\(name)")
    }

    /// Lets virtual time pass.
    func wait(_ span: TimeSpan) async { await time.sleep(until: time.now() + span) }

    /// Whether an operation said that it waits for something that begins like this.
    func hasWaited(_ reason: String) -> Bool {
        reasons.withLock { $0.contains { $0.hasPrefix(reason) } }
    }

    /// Looks at an operation until it ends.
    @discardableResult
    func run(
        _ action: Providers.Operation.Action, _ target: Target, waitsForServing: Bool = true
    ) async throws -> ResourceObservation? {
        var operation = Providers.Operation(
            action: action, target: target, startedAt: time.now(), isResumed: true, waitsForServing: waitsForServing)
        for _ in 0..<1000 {
            switch await provider.advance(operation) {
            case .done(let observation): return observation
            case .failed(let failure): throw failure
            case .pending(let reason, let span, let next):
                reasons.withLock { _ = $0.insert(reason) }
                operation = next
                await time.sleep(until: time.now() + span)
            }
        }
        throw Failure(code: "Test.Stuck", message: reasons.withLock { $0.sorted().joined(separator: "; ") })
    }

    @discardableResult
    func done(_ action: Providers.Operation.Action, _ target: Target) async throws -> ResourceObservation {
        try #require(try await run(action, target))
    }

    /// Makes a target, and checks that it is ready and reads back as it was wanted, so that the next plan is empty.
    @discardableResult
    func made(_ target: Target) async throws -> ResourceObservation {
        let first = try await done(.create, target)
        try await expectAsWanted(target)
        return first
    }

    func expectAsWanted(_ target: Target, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let observed = try await observe()
        let seen = try #require(observed.first { $0.address == target.address }, sourceLocation: sourceLocation)
        let driver = try #require(AllKinds.byKind[target.kind])
        let wanted = driver.normalized(target.properties)
        #expect(seen.status == .ready && seen.tags == target.tags, sourceLocation: sourceLocation)
        for pair in wanted.members {
            let effects = driver.schema.effects(of: pair.name)
            if effects.contains(.movedByOthers) { continue }
            #expect(seen.properties[pair.name] == pair.value, sourceLocation: sourceLocation)
        }
    }

    func observe() async throws -> [ResourceObservation] {
        try await provider.observe(platform: "shop", regions: [Self.region], candidates: [])
    }

    /// What stops an operation.
    func failure(_ action: Providers.Operation.Action, _ target: Target) async throws -> Failure {
        do {
            try await run(action, target)
        } catch let failure as Failure {
            return failure
        }
        Issue.record("\(target.address) did not fail")
        return Failure(code: "", message: "")
    }

    @discardableResult
    func call(_ service: String, _ operation: String, _ input: Value) async throws -> Value {
        try await cloud.call(
            AWSRequest(
                service: service, operation: operation, region: Self.region, input: input,
                deadline: time.now() + .minutes(1)))
    }

    func role(_ name: String) async throws -> Value {
        let output = try await call(
            "iam", "CreateRole",
            ["RoleName": .string(name), "AssumeRolePolicyDocument": #"{"Version":"2012-10-17","Statement":[]}"#])
        return output["Role"]?["Arn"] ?? .null
    }

    /// Three private subnets in a network of their own.
    func subnets() async throws -> [Value] {
        let vpc = try await done(.create, target("vpc", "AWS::EC2::VPC", ["CidrBlock": "10.0.0.0/16"]))
        var subnets: [Value] = []
        for (index, zone) in ["a", "b", "c"].enumerated() {
            let subnet = target(
                "subnet-\(zone)", "AWS::EC2::Subnet",
                [
                    "VpcId": .string(vpc.physicalID), "CidrBlock": .string("10.0.\(index).0/24"),
                    "AvailabilityZone": .string(Self.region + zone),
                ])
            subnets.append(.string(try await done(.create, subnet).physicalID))
        }
        return subnets
    }

    /// The targets of a cluster and its node group, in the order in which they are made.
    func clusterTargets() async throws -> (cluster: Target, nodes: Target) {
        let subnets = try await subnets()
        let cluster = target(
            "cluster", "AWS::EKS::Cluster",
            [
                "name": "shop", "version": "1.34", "roleArn": try await role("shop-cluster"),
                "resourcesVpcConfig": [
                    "subnetIds": .list(subnets.reversed()), "endpointPublicAccess": true,
                    "endpointPrivateAccess": true, "publicAccessCidrs": ["203.0.113.0/24"],
                ],
                "kubernetesNetworkConfig": ["serviceIpv4Cidr": "172.20.0.0/16"],
                "accessConfig": [
                    "authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": false,
                ],
                "upgradePolicy": ["supportType": "STANDARD"], "deletionProtection": true,
                "logging": ["clusterLogging": [["types": ["audit", "api"], "enabled": true]]],
            ])
        let nodes = target(
            "nodes", "AWS::EKS::Nodegroup",
            [
                "clusterName": "shop", "nodegroupName": "general", "subnets": .list(subnets),
                "instanceTypes": ["t4g.large"], "amiType": "AL2023_ARM_64_STANDARD", "capacityType": "ON_DEMAND",
                "nodeRole": try await role("shop-nodes"), "labels": ["role": "general", "old": "yes"],
                "scalingConfig": ["minSize": 2, "maxSize": 5, "desiredSize": 3],
                "updateConfig": ["maxUnavailable": 1],
            ])
        return (cluster, nodes)
    }
}
