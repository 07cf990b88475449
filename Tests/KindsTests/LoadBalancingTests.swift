import AWSKinds
import CloudCalls
import FakeAWS
import Providers
import Resources
import Synchronization
import TestSupport
import Testing
import Values

/// A front door and its fleet, made, changed and removed on a fake cloud in virtual time.
@Suite struct LoadBalancingTests {
    @Test func `a load balancer with target group, listener and rule is made, read back, changed and deleted`()
        async throws
    {
        let bench = try Bench()
        let network = try await bench.makeNetwork()
        let door = try await bench.done(.create, network.door)
        #expect(door.attributes.text("LoadBalancerFullName")?.hasPrefix("app/shop-door/") == true)
        #expect(door.attributes.text("DNSName") != nil && door.attributes.text("CanonicalHostedZoneId") != nil)
        let group = try await bench.done(.create, network.targets)
        let listener = bench.listener(door, group)
        let door80 = try await bench.done(.create, listener)
        var rule = bench.target(
            "rule", "AWS::ElasticLoadBalancingV2::ListenerRule",
            [
                "ListenerArn": .string(door80.physicalID), "Priority": 10,
                "Conditions": [["Field": "path-pattern", "PathPatternConfig": ["Values": ["/a/*"]]]],
                "Actions": [["Type": "forward", "TargetGroupArn": .string(group.physicalID)]],
            ])
        _ = try await bench.done(.create, rule)
        rule.properties["Conditions"] = [["Field": "path-pattern", "PathPatternConfig": ["Values": ["/b/*"]]]]
        _ = try await bench.done(.update, rule)

        var slower = network.targets
        slower.properties["HealthCheckIntervalSeconds"] = 20
        let changed = try await bench.done(.update, slower)
        #expect(changed.properties.number("HealthCheckIntervalSeconds") == 20)
        var owned = network.door
        owned.tags["team"] = "web"
        #expect(try await bench.done(.update, owned).tags["team"] == "web")

        let observed = try await bench.provider.observe(platform: "shop", regions: [Bench.region], candidates: [])
        for target in [owned, slower, listener, rule] {
            let seen = try #require(observed.first { $0.address == target.address })
            for pair in target.properties.members { #expect(seen.properties[pair.name] == pair.value) }
        }

        for target in [rule, listener, slower, owned] { _ = try await bench.run(.delete, target) }
        let left = try await bench.provider.observe(platform: "shop", regions: [Bench.region], candidates: [])
        #expect(!left.contains { $0.kind.name.contains("ElasticLoadBalancing") })
    }

    @Test func `a fleet is ready when it is healthy behind its door, and a new template replaces its instances`()
        async throws
    {
        let bench = try Bench()
        let network = try await bench.makeNetwork()
        let door = try await bench.done(.create, network.door)
        let targets = try await bench.done(.create, network.targets)
        _ = try await bench.done(.create, bench.listener(door, targets))
        var template = bench.target(
            "template", "AWS::EC2::LaunchTemplate",
            [
                "LaunchTemplateName": "shop-fleet",
                "LaunchTemplateData": ["ImageId": "ami-1", "InstanceType": "t4g.micro"],
            ])
        let first = try await bench.done(.create, template)
        var fleet = bench.target(
            "fleet", "AWS::AutoScaling::AutoScalingGroup",
            [
                "AutoScalingGroupName": "shop-fleet", "MinSize": 2, "MaxSize": 4, "DesiredCapacity": 2,
                "VPCZoneIdentifier": network.door.properties["Subnets"] ?? [], "HealthCheckType": "ELB",
                "HealthCheckGracePeriod": 300, "TargetGroupARNs": [.string(targets.physicalID)],
                "LaunchTemplate": bench.version(first),
            ])
        _ = try await bench.done(.create, fleet)
        #expect(bench.reasons.withLock { $0 }.contains("0 of 2 instances healthy in shop-fleet"))
        #expect(try await bench.healthy(targets) == 2)
        let policy = bench.target(
            "policy", "AWS::AutoScaling::ScalingPolicy",
            [
                "AutoScalingGroupName": "shop-fleet", "PolicyName": "cpu", "PolicyType": "TargetTrackingScaling",
                "TargetTrackingConfiguration": ["TargetValue": 60],
            ])
        #expect(try await bench.done(.create, policy).properties == policy.properties)

        let old = try await bench.instances()
        template.properties["LaunchTemplateData"] = ["ImageId": "ami-2", "InstanceType": "t4g.micro"]
        fleet.properties["LaunchTemplate"] = bench.version(try await bench.done(.update, template))
        let updated = try await bench.done(.update, fleet)
        #expect(updated.properties["LaunchTemplate"] == fleet.properties["LaunchTemplate"])
        #expect(try await bench.healthy(targets) == 2)
        #expect(try await Set(bench.instances()).isDisjoint(with: old))

        #expect(try await bench.done(.update, fleet) == updated)

        // A policy has moved the size, and an earlier run ended between the change and the refresh.
        let second = try await bench.instances()
        template.token = "a-token-of-at-least-32-characters-template-2"
        template.properties["LaunchTemplateData"] = ["ImageId": "ami-3", "InstanceType": "t4g.micro"]
        fleet.properties["LaunchTemplate"] = bench.version(try await bench.done(.update, template))
        _ = try await bench.call(
            "autoscaling", "UpdateAutoScalingGroup",
            [
                "AutoScalingGroupName": "shop-fleet", "DesiredCapacity": 3,
                "LaunchTemplate": fleet.properties["LaunchTemplate"] ?? .null,
            ])
        #expect(try await bench.done(.update, fleet).properties.number("DesiredCapacity") == 3)
        #expect(try await bench.healthy(targets) == 3)
        #expect(try await Set(bench.instances()).isDisjoint(with: second))

        _ = try await bench.run(.delete, policy)
        _ = try await bench.run(.delete, fleet)
        #expect(try await bench.instances().isEmpty)
    }
}

/// A provider on a fake cloud in virtual time, and the targets of a small platform.
private final class Bench: Sendable {
    static let region = "ap-south-1"
    private static let account = "123456789012"

    let time = VirtualTime()
    let cloud: FakeCloud
    let calls: any AWSCalls
    let provider: Provider
    /// What operations said that they wait for.
    let reasons = Mutex<Set<String>>([])

    init() throws {
        cloud = FakeCloud(Cloud(account: Self.account, at: time.now()), time: time)
        calls = try recorded(cloud)
        provider = Provider(
            drivers: AllKinds.byKind, account: Self.account, aws: calls, kubernetes: cloud, time: time)
    }

    func target(_ name: String, _ kind: Kind, _ properties: Value) -> Target {
        Target(
            platform: "shop", account: Self.account, address: Address("\(Self.region)/\(name)"), kind: kind,
            region: Self.region, generation: 0, phase: 1, properties: properties,
            token: "a-token-of-at-least-32-characters-\(name)")
    }

    /// Looks at an operation until it ends.
    func run(_ action: Providers.Operation.Action, _ target: Target) async throws -> ResourceObservation? {
        var operation = Providers.Operation(action: action, target: target, startedAt: time.now(), isResumed: true)
        for _ in 0..<500 {
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

    func done(_ action: Providers.Operation.Action, _ target: Target) async throws -> ResourceObservation {
        try #require(try await run(action, target))
    }

    /// A network with two subnets, and the door and target group that can stand in it.
    func makeNetwork() async throws -> (door: Target, targets: Target) {
        let vpc = try await done(
            .create,
            target(
                "vpc", "AWS::EC2::VPC",
                ["CidrBlock": "10.0.0.0/16", "EnableDnsSupport": true, "EnableDnsHostnames": true]))
        let network = Value.string(vpc.physicalID)
        var subnets: [Value] = []
        for (index, zone) in ["a", "b"].enumerated() {
            let subnet = try await done(
                .create,
                target(
                    "subnet-\(zone)", "AWS::EC2::Subnet",
                    [
                        "VpcId": network, "CidrBlock": .string("10.0.\(index).0/24"),
                        "AvailabilityZone": .string(Self.region + zone),
                    ]))
            subnets.append(.string(subnet.physicalID))
        }
        let group = try await done(
            .create,
            target(
                "security-group", "AWS::EC2::SecurityGroup",
                ["GroupName": "door", "Description": "the door", "VpcId": network]))
        let door = target(
            "door", "AWS::ElasticLoadBalancingV2::LoadBalancer",
            [
                "Name": "shop-door", "Scheme": "internet-facing", "Type": "application", "IpAddressType": "ipv4",
                "Subnets": .list(subnets), "SecurityGroups": [.string(group.physicalID)],
            ])
        let targets = target(
            "targets", "AWS::ElasticLoadBalancingV2::TargetGroup",
            [
                "Name": "shop-fleet", "Protocol": "HTTP", "Port": 80, "VpcId": network, "TargetType": "instance",
                "HealthCheckPath": "/healthz", "HealthCheckProtocol": "HTTP", "HealthCheckIntervalSeconds": 10,
                "HealthyThresholdCount": 2, "UnhealthyThresholdCount": 3,
            ])
        return (door, targets)
    }

    func listener(_ door: ResourceObservation, _ targets: ResourceObservation) -> Target {
        target(
            "listener", "AWS::ElasticLoadBalancingV2::Listener",
            [
                "LoadBalancerArn": .string(door.physicalID), "Protocol": "HTTP", "Port": 80,
                "DefaultActions": [["Type": "forward", "TargetGroupArn": .string(targets.physicalID)]],
            ])
    }

    func version(_ template: ResourceObservation) -> Value {
        [
            "LaunchTemplateId": template.attributes["LaunchTemplateId"] ?? .null,
            "Version": template.attributes["LatestVersionNumber"] ?? .null,
        ]
    }

    func call(_ service: String, _ operation: String, _ input: Value) async throws -> Value {
        try await calls.call(
            AWSRequest(
                service: service, operation: operation, region: Self.region, input: input,
                deadline: time.now() + .minutes(1)))
    }

    func healthy(_ targets: ResourceObservation) async throws -> Int {
        let output = try await call(
            "elbv2", "DescribeTargetHealth", ["TargetGroupArn": .string(targets.physicalID)])
        return (output["TargetHealthDescriptions"]?.elements ?? []).count {
            $0["TargetHealth"]?.text("State") == "healthy"
        }
    }

    /// The ids of all groups' instances.
    func instances() async throws -> [String] {
        let output = try await call("autoscaling", "DescribeAutoScalingGroups", [:])
        return (output["AutoScalingGroups"]?.elements ?? []).flatMap { $0["Instances"]?.elements ?? [] }
            .compactMap { $0.text("InstanceId") }
    }
}
