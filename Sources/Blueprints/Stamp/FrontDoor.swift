import Resources
import Specs
import Values

/// The load balancer in front of the fleet, with its target group and listener.
struct FrontDoor {
    let stamp: RegionalStamp

    var resources: [Resource] {
        let subnets = Network(stamp: stamp).zones.map { stamp.reference("network/subnet/public-\($0)", "SubnetId") }
        return [
            stamp.make(
                "front-door/load-balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer",
                [
                    "Name": .string(stamp.name("door", limit: 32)), "Scheme": "internet-facing",
                    "Type": "application", "IpAddressType": "ipv4", "Subnets": .list(subnets),
                    "SecurityGroups": [stamp.reference("front-door/security-group", "GroupId")],
                ], dependsOn: ["network/internet-attachment", "network/route/public-internet"], since: 1),
            stamp.make(
                "fleet/target-group", "AWS::ElasticLoadBalancingV2::TargetGroup",
                [
                    "Name": .string(stamp.name("fleet", limit: 32)), "Protocol": "HTTP", "Port": 80,
                    "VpcId": stamp.reference("network/vpc", "VpcId"), "TargetType": "instance",
                    "HealthCheckPath": "/healthz", "HealthCheckProtocol": "HTTP",
                    "HealthCheckIntervalSeconds": 10, "HealthyThresholdCount": 2, "UnhealthyThresholdCount": 3,
                ], since: 1),
            stamp.make(
                "front-door/listener/http", "AWS::ElasticLoadBalancingV2::Listener",
                [
                    "LoadBalancerArn": stamp.reference("front-door/load-balancer", "LoadBalancerArn"),
                    "Protocol": "HTTP", "Port": 80,
                    "DefaultActions": [
                        [
                            "Type": "forward",
                            "TargetGroupArn": stamp.reference("fleet/target-group", "TargetGroupArn"),
                        ]
                    ],
                ], since: 1),
        ]
    }
}
