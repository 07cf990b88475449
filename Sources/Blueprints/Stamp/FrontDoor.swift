import Resources
import Specs
import Values

/// The load balancer in front of the platform: in phase 1 of the fleet, from phase 2 on of the cluster's nodes.
struct FrontDoor {
    let stamp: RegionalStamp

    var resources: [Resource] {
        [balancer] + listeners + (stamp.phase == 1 ? fleetTargets : clusterTargets)
            + ServiceRules(stamp: stamp).resources
    }

    /// The target group that serves users in a phase.
    static func targets(phase: Int) -> String { phase == 1 ? "fleet/target-group" : "cluster/target-group" }

    /// The listener through which users come.
    static func listener(_ spec: Spec) -> String { "front-door/listener/" + (spec.domain == nil ? "http" : "https") }
    /// The rule by which new targets are proven before users come.
    static func probe(_ spec: Spec, _ targets: String) -> String {
        "front-door/rule/probe-\(targets)" + (spec.domain == nil ? "" : "-https")
    }

    private var balancer: Resource {
        let subnets = Network(stamp: stamp).zones.map { stamp.reference("network/subnet/public-\($0)", "SubnetId") }
        return stamp.make(
            "front-door/load-balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer",
            [
                "Name": .string(stamp.name("door", limit: 32)), "Scheme": "internet-facing",
                "Type": "application", "IpAddressType": "ipv4", "Subnets": .list(subnets),
                "SecurityGroups": .list(
                    (["front-door"] + (stamp.phase >= 4 ? ["health-checks"] : [])).map {
                        stamp.reference("\($0)/security-group", "GroupId")
                    }),
            ], dependsOn: ["network/internet-attachment", "network/route/public-internet"], since: 1)
    }

    /// The action is what shifts traffic: from phase 2 on it waits until the nodes are healthy behind the probe's rule.
    private var listeners: [Resource] {
        let targets = Self.targets(phase: stamp.phase)
        guard stamp.spec.domain != nil else { return [listener("http", 80, forward(targets))] }
        let redirect: Value = [
            "Type": "redirect", "RedirectConfig": ["Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"],
        ]
        let https = listener(
            "https", 443, forward(targets),
            [
                "Certificates": [["CertificateArn": stamp.reference("front-door/certificate", "CertificateArn")]],
                // Left out, AWS takes a policy of 2016 (ELB user guide, "Security policies").
                "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
            ])
        // CloudFront speaks https alone, and nobody else gets there.
        // Who is led there before anybody listens is not served: a certificate alone takes minutes.
        let led = listener("http", 80, redirect, after: ["front-door/listener/https", "front-door/ingress/https"])
        return [certificate, https] + (stamp.phase < 3 ? [led] : [])
    }

    private func listener(
        _ name: String, _ port: Int, _ action: Value, _ more: Value = [:], after needed: [String] = []
    ) -> Resource {
        stamp.make(
            "front-door/listener/\(name)", "AWS::ElasticLoadBalancingV2::Listener",
            more.merging([
                "LoadBalancerArn": stamp.reference("front-door/load-balancer", "LoadBalancerArn"),
                "Protocol": .string(name.uppercased()), "Port": .int(port), "DefaultActions": [action],
            ]), dependsOn: needed, lifecycle: Lifecycle(shiftRank: ServiceRules.lastRank), since: 1)
    }

    private var certificate: Resource {
        let names = DomainNames(spec: stamp.spec, phase: stamp.phase)
        return stamp.make(
            "front-door/certificate", "AWS::ACM::Certificate",
            [
                "DomainName": .string(names.origin), "SubjectAlternativeNames": [.string(names.site)],
                "ValidationMethod": "DNS", "HostedZoneId": stamp.reference("global/dns/zone", "HostedZoneId"),
            ], lifecycle: Lifecycle(createsBeforeDestroy: true), since: 1)
    }

    private func forward(_ targets: String) -> Value {
        ["Type": "forward", "TargetGroupArn": stamp.reference(targets, "TargetGroupArn")]
    }

    private var fleetTargets: [Resource] {
        [targets("fleet", 80, health: "/healthz", since: 1), probe("fleet", priority: 2, since: 1)]
    }

    private var clusterTargets: [Resource] {
        [
            targets("cluster", IngressController.nodePort, health: IngressController.healthPath, since: 2),
            probe("cluster", priority: 1, since: 2),
        ]
    }

    /// A target group on no listener is not checked (`Target.NotInUse`), so a rule that no user's request meets puts it
    /// in use before traffic comes (ELBv2 API reference, TargetHealth).
    private func probe(_ name: String, priority: Int, since: Int) -> Resource {
        stamp.make(
            Self.probe(stamp.spec, name), "AWS::ElasticLoadBalancingV2::ListenerRule",
            [
                "ListenerArn": stamp.reference(Self.listener(stamp.spec), "ListenerArn"), "Priority": .int(priority),
                "Conditions": [
                    [
                        "Field": "http-header",
                        "HttpHeaderConfig": ["HttpHeaderName": "X-Reconcile-Probe", "Values": [.string(name)]],
                    ]
                ],
                "Actions": [forward("\(name)/target-group")],
            ], since: since)
    }

    private func targets(_ name: String, _ port: Int, health: String, since: Int) -> Resource {
        stamp.make(
            "\(name)/target-group", "AWS::ElasticLoadBalancingV2::TargetGroup",
            [
                "Name": .string(stamp.name(name, limit: 32)), "Protocol": "HTTP", "Port": .int(port),
                "VpcId": stamp.reference("network/vpc", "VpcId"), "TargetType": "instance",
                "HealthCheckPath": .string(health), "HealthCheckProtocol": "HTTP",
                "HealthCheckIntervalSeconds": 10, "HealthyThresholdCount": 2, "UnhealthyThresholdCount": 3,
            ], lifecycle: Lifecycle(createsBeforeDestroy: true), since: since)
    }
}
