import Resources
import Specs
import Values

/// Who may talk to whom: one security group a tier, and each rule names the tier at its other end.
struct Firewall {
    let stamp: RegionalStamp

    var resources: [Resource] {
        group("front-door", "The load balancer") + group("fleet", "The instances of the fleet")
            + group("database", "The database")
            + [
                rule("front-door/ingress/http", "front-door", 80, ["CidrIpv4": "0.0.0.0/0"], "http from everywhere"),
                rule("front-door/egress/fleet", "front-door", 80, peer("fleet"), "to the fleet", isEgress: true),
                rule("fleet/ingress/front-door", "fleet", 80, peer("front-door"), "from the load balancer"),
                rule(
                    "fleet/egress/https", "fleet", 443, ["CidrIpv4": "0.0.0.0/0"], "AWS and registries", isEgress: true),
                rule("fleet/egress/database", "fleet", 5432, peer("database"), "to the database", isEgress: true),
                rule("database/ingress/fleet", "database", 5432, peer("fleet"), "from the fleet"),
            ]
    }

    private func group(_ name: String, _ description: String) -> [Resource] {
        [
            stamp.make(
                "\(name)/security-group", "AWS::EC2::SecurityGroup",
                [
                    "GroupName": .string(stamp.name(name)), "Description": .string(description),
                    "VpcId": stamp.reference("network/vpc", "VpcId"),
                ], since: 1)
        ]
    }

    private func peer(_ group: String) -> Value {
        ["ReferencedGroupId": stamp.reference("\(group)/security-group", "GroupId")]
    }

    private func rule(
        _ address: String, _ group: String, _ port: Int, _ end: Value, _ text: String, isEgress: Bool = false
    ) -> Resource {
        stamp.make(
            address, isEgress ? "AWS::EC2::SecurityGroupEgress" : "AWS::EC2::SecurityGroupIngress",
            end.merging([
                "GroupId": stamp.reference("\(group)/security-group", "GroupId"), "IpProtocol": "tcp",
                "FromPort": .int(port), "ToPort": .int(port), "Description": .string(text),
            ]), since: 1)
    }
}
