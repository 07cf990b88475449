import Diagnostics
import Planning
import Resources
import Values

/// What a region can't change while databases stand in it: its range of addresses, and the zones that it has.
///
/// A VPC's first range stays with it, an instance never moves to another VPC together with its standby and its name, and a
/// subnet leaves a DB subnet group only when no instance is in it, which AWS decides (RDS user guide, "Working with a DB
/// instance in a VPC"). A plan for it would be stopped halfway, on a live platform.
enum FixedNetwork {
    /// What the wanted graph would take away, by the address that would go.
    /// - Parameter isOnRoad: the old shape stays beside the new one, so its network does, with or without a database.
    static func losses(
        _ world: World, _ wanted: ResourceGraph, isOnRoad: Bool
    ) throws(PlanProblems) -> [Address: Diagnostic] {
        var losses: [Address: Diagnostic] = [:]
        for network in wanted.resources where network.address.local == "network/vpc" {
            let region = network.address.scope
            let groups = world.existing.filter {
                $0.key.scope == region && $0.value.observation.kind == "AWS::RDS::DBSubnetGroup"
            }
            guard let known = world[network.address], isOnRoad || !groups.isEmpty else { continue }
            let (old, new) = (known.observation.properties.text("CidrBlock"), network.properties.text("CidrBlock"))
            if let old, let new, old != new {
                let problem = range(region, old, new)
                if isOnRoad { throw PlanProblems([problem]) }
                losses[network.address] = problem
            }
            let used = Set(groups.values.flatMap { $0.observation.properties["SubnetIds"]?.texts ?? [] })
            let prefix = "network/subnet/private-"
            let wantsSome = wanted.resources.contains {
                $0.address.scope == region && $0.address.local.hasPrefix(prefix)
            }
            for (address, subnet) in world.existing
            where wantsSome && address.scope == region && address.local.hasPrefix(prefix) && !wanted.contains(address)
                && used.contains(subnet.observation.physicalID)
            {
                losses[address] = zone(region, String(address.local.dropFirst(prefix.count)), address)
            }
        }
        return losses
    }

    /// - Throws: all that the steps would take away.
    static func check(_ losses: [Address: Diagnostic], _ steps: [Step]) throws(PlanProblems) {
        let going = Set(steps.filter { $0.action == .delete }.map(\.address))
        let problems = losses.filter { going.contains($0.key) }.sorted { $0.key < $1.key }.map(\.value)
        if !problems.isEmpty { throw PlanProblems(problems) }
    }

    private static func range(_ region: String, _ old: String, _ new: String) -> Diagnostic {
        Diagnostic(
            "plan.networkFixed",
            "\(region) has the network \(old), and this spec wants \(new): all that is in it would have to be made anew "
                + "beside the old, and what holds data can't move there.", path: "\(region)/network/vpc",
            hint: "Name \(old) again. A platform of another name may have another network.")
    }

    private static func zone(_ region: String, _ zone: String, _ address: Address) -> Diagnostic {
        Diagnostic(
            "plan.zoneFixed",
            "\(region)\(zone) can't be taken away: instances of the database, of the cache and of the services may stand in "
                + "it, and AWS lets no subnet go in which one does.", path: address.text,
            hint: "Name as many zones as before. One more can be added at any time.")
    }
}
