import Resources
import Specs
import Values

/// Who may talk to whom: one security group a tier, and each rule names the tier at its other end.
struct Firewall {
    let stamp: RegionalStamp

    /// A tier's security group.
    private enum Tier: String {
        case frontDoor = "front-door"
        case healthChecks = "health-checks"
        case fleet, cluster, cache
        /// The region's database, each of which has a group of its own: one that was left lets nobody in.
        case database
    }

    var resources: [Resource] {
        var all = [group(.frontDoor, "The load balancer")] + visitors
        if stamp.hasDatabase { all.append(group(.database, "The database")) }
        if stamp.phase == 1 { all += fleet }
        if stamp.phase >= 2 { all += cluster }
        if stamp.phase >= 3 {
            all += [
                group(.cache, "The cache", since: 3),
                rule("cache/ingress/cluster", .cache, 6379, peer(.cluster), "from the pods", since: 3),
            ]
        }
        if stamp.phase >= 4 { all += secondRegion }
        return all
    }

    /// Everybody up to phase 2; behind CloudFront only its addresses. That list takes 55 of a group's 60 rules, so the
    /// addresses of Route 53's health checkers go to a group of their own (VPC user guide, "AWS-managed prefix lists").
    private var visitors: [Resource] {
        let everybody: Value = ["CidrIpv4": "0.0.0.0/0"]
        guard stamp.phase >= 3 else {
            var rules = [rule("front-door/ingress/http", .frontDoor, 80, everybody, "http from everywhere")]
            if stamp.spec.domain != nil {
                rules.append(rule("front-door/ingress/https", .frontDoor, 443, everybody, "https from everywhere"))
            }
            return rules
        }
        let edges: Value = ["PrefixListName": "com.amazonaws.global.cloudfront.origin-facing"]
        return [rule("front-door/ingress/cloudfront", .frontDoor, 443, edges, "from CloudFront", since: 3)]
    }

    private var secondRegion: [Resource] {
        let checkers: Value = ["PrefixListName": .string("com.amazonaws.\(stamp.region.name).route53-healthchecks")]
        var all = [
            group(.healthChecks, "Route 53's health checkers", since: 4),
            rule("health-checks/ingress/https", .healthChecks, 443, checkers, "from Route 53", since: 4),
        ]
        if stamp.isWriter {
            // A group of another region can't be named (VPC peering guide).
            for region in stamp.others where isAsked(from: region) {
                all.append(
                    rule(
                        stamp.database("ingress/\(region.name)"), .database, 5432,
                        ["CidrIpv4": .string(region.network)], "writes from \(region.name)", since: 4))
            }
        }
        return all
    }

    /// Whether a region's services come to this region's database: to write, or to read what they have no copy of.
    private func isAsked(from region: RegionSpec) -> Bool {
        stamp.spec.database.remoteWrites == .forward || !stamp.hasDatabase(in: region) || stamp.writer.leaving != .no
    }

    private var fleet: [Resource] {
        [
            group(.fleet, "The instances of the fleet"),
            rule("front-door/egress/fleet", .frontDoor, 80, peer(.fleet), "to the fleet", isEgress: true),
            rule("fleet/ingress/front-door", .fleet, 80, peer(.frontDoor), "from the load balancer"),
            rule("fleet/egress/https", .fleet, 443, ["CidrIpv4": "0.0.0.0/0"], "AWS and registries", isEgress: true),
            rule("fleet/egress/database", .fleet, 5432, peer(.database), "to the database", isEgress: true),
            rule(stamp.database("ingress/fleet"), .database, 5432, peer(.fleet), "from the fleet"),
        ]
    }

    /// EKS makes the nodes' group itself, open to all that leaves.
    private var cluster: [Resource] {
        let port = IngressController.nodePort
        var all = [
            rule(
                "front-door/egress/cluster", .frontDoor, port, peer(.cluster), "to the nodes", isEgress: true, since: 2),
            rule("cluster/ingress/front-door", .cluster, port, peer(.frontDoor), "from the load balancer", since: 2),
        ]
        if stamp.hasDatabase {
            all.append(
                rule(stamp.database("ingress/cluster"), .database, 5432, peer(.cluster), "from the pods", since: 2))
        }
        return all
    }

    private func group(_ tier: Tier, _ description: String, since: Int = 1) -> Resource {
        stamp.make(
            "\(name(tier))/security-group", "AWS::EC2::SecurityGroup",
            [
                "GroupName": .string(stamp.name(name(tier))), "Description": .string(description),
                "VpcId": stamp.reference("network/vpc", "VpcId"),
            ], since: since)
    }

    private func id(_ tier: Tier) -> Value {
        tier == .cluster
            ? stamp.reference("cluster/control-plane", "clusterSecurityGroupId")
            : stamp.reference("\(name(tier))/security-group", "GroupId")
    }

    private func name(_ tier: Tier) -> String { tier == .database ? stamp.databaseName : tier.rawValue }

    private func peer(_ tier: Tier) -> Value { ["ReferencedGroupId": id(tier)] }

    private func rule(
        _ address: String, _ tier: Tier, _ port: Int, _ end: Value, _ text: String, isEgress: Bool = false,
        since: Int = 1
    ) -> Resource {
        stamp.make(
            address, isEgress ? "AWS::EC2::SecurityGroupEgress" : "AWS::EC2::SecurityGroupIngress",
            end.merging([
                "GroupId": id(tier), "IpProtocol": "tcp", "FromPort": .int(port), "ToPort": .int(port),
                "Description": .string(text),
            ]), since: since)
    }
}
