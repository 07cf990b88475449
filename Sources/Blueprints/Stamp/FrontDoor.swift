import Resources
import Specs
import Values

/// The load balancer in front of the platform: in phase 1 of the fleet, from phase 2 on of the cluster's nodes.
struct FrontDoor {
    let stamp: RegionalStamp

    var resources: [Resource] { [balancer, listener] + (stamp.phase == 1 ? [fleetTargets] : clusterTargets) }

    private var balancer: Resource {
        let subnets = Network(stamp: stamp).zones.map { stamp.reference("network/subnet/public-\($0)", "SubnetId") }
        return stamp.make(
            "front-door/load-balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer",
            [
                "Name": .string(stamp.name("door", limit: 32)), "Scheme": "internet-facing",
                "Type": "application", "IpAddressType": "ipv4", "Subnets": .list(subnets),
                "SecurityGroups": [stamp.reference("front-door/security-group", "GroupId")],
            ], dependsOn: ["network/internet-attachment", "network/route/public-internet"], since: 1)
    }

    /// Its action is what shifts traffic: from phase 2 on it waits until the nodes are healthy behind the probe's rule.
    private var listener: Resource {
        let isFleet = stamp.phase == 1
        return stamp.make(
            "front-door/listener/http", "AWS::ElasticLoadBalancingV2::Listener",
            [
                "LoadBalancerArn": stamp.reference("front-door/load-balancer", "LoadBalancerArn"),
                "Protocol": "HTTP", "Port": 80,
                "DefaultActions": [forward(isFleet ? "fleet/target-group" : "cluster/target-group")],
            ], since: 1)
    }

    private func forward(_ targets: String) -> Value {
        ["Type": "forward", "TargetGroupArn": stamp.reference(targets, "TargetGroupArn")]
    }

    private var fleetTargets: Resource { targets("fleet", 80, health: "/healthz", since: 1) }

    /// A target group on no listener is not checked (`Target.NotInUse`), so a rule that no user's request meets puts it
    /// in use before traffic comes (ELBv2 API reference, TargetHealth).
    private var clusterTargets: [Resource] {
        [
            targets("cluster", IngressController.nodePort, health: IngressController.healthPath, since: 2),
            stamp.make(
                "front-door/rule/probe", "AWS::ElasticLoadBalancingV2::ListenerRule",
                [
                    "ListenerArn": stamp.reference("front-door/listener/http", "ListenerArn"), "Priority": 1,
                    "Conditions": [
                        [
                            "Field": "http-header",
                            "HttpHeaderConfig": ["HttpHeaderName": "X-Reconcile-Probe", "Values": ["cluster"]],
                        ]
                    ],
                    "Actions": [forward("cluster/target-group")],
                ], since: 2),
        ]
    }

    private func targets(_ name: String, _ port: Int, health: String, since: Int) -> Resource {
        stamp.make(
            "\(name)/target-group", "AWS::ElasticLoadBalancingV2::TargetGroup",
            [
                "Name": .string(stamp.name(name, limit: 32)), "Protocol": "HTTP", "Port": .int(port),
                "VpcId": stamp.reference("network/vpc", "VpcId"), "TargetType": "instance",
                "HealthCheckPath": .string(health), "HealthCheckProtocol": "HTTP",
                "HealthCheckIntervalSeconds": 10, "HealthyThresholdCount": 2, "UnhealthyThresholdCount": 3,
            ], since: since)
    }
}
