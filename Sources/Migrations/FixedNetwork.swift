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
    /// - Parameters:
    ///   - observed: also what left the graph and is kept.
    ///   - isOnRoad: the old shape stays beside the new one, so its network does, with or without a database.
    static func losses(
        _ observed: [ResourceObservation], _ wanted: ResourceGraph, isOnRoad: Bool
    ) throws(PlanProblems) -> [Address: Diagnostic] {
        var losses: [Address: Diagnostic] = [:]
        for network in wanted.resources where network.address.local == "network/vpc" {
            let region = network.address.scope
            let here = observed.filter { $0.address.scope == region }
            let groups = here.filter { $0.kind == "AWS::RDS::DBSubnetGroup" }
            guard let known = here.last(where: { $0.address == network.address }), isOnRoad || !groups.isEmpty else {
                continue
            }
            let (old, new) = (known.properties.text("CidrBlock"), network.properties.text("CidrBlock"))
            if let old, let new, old != new {
                let problem = range(region, old, new)
                if isOnRoad { throw PlanProblems([problem]) }
                losses[network.address] = problem
            }
            let used = Set(groups.flatMap { $0.properties["SubnetIds"]?.texts ?? [] })
            let prefix = "\(region)/network/subnet/private-"
            guard wanted.resources.contains(where: { $0.address.text.hasPrefix(prefix) }) else { continue }
            for subnet in here where subnet.address.text.hasPrefix(prefix) && used.contains(subnet.physicalID) {
                let zone = String(subnet.address.text.dropFirst(prefix.count))
                guard !wanted.contains(subnet.address) else { continue }
                for address in [subnet.address, Address("\(region)/network/subnet/public-\(zone)")] {
                    losses[address] = Self.zone(region, zone, subnet.address)
                }
            }
        }
        return losses
    }

    /// - Throws: all that the steps would take away.
    static func check(_ losses: [Address: Diagnostic], _ steps: [Step]) throws(PlanProblems) {
        let going = Set(steps.filter { $0.action == .delete }.map(\.address))
        let problems = Set(losses.filter { going.contains($0.key) }.map(\.value)).sorted { $0.path < $1.path }
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
