import Blueprints
import Diagnostics
import Planning
import Resources

/// Lets the platform's first region be another one only where the writer was moved there before: its database was made in
/// the first region, with its secret, and a plan of another phase makes and changes things, but takes no rows along.
enum HomeRegion {
    private static let secret = "database/secret"
    private static let database: Kind = "AWS::RDS::DBInstance"

    /// - Parameters:
    ///   - wanted: the end of the way, or of phase 1 where that has no managed database.
    ///   - lost: regions that were given up.
    static func check(_ world: World, _ wanted: ResourceGraph, lost: [String]) throws(PlanProblems) {
        let now = homes(world)
        guard let other = wanted.resources.map(\.address).first(where: { $0.local == secret })?.scope,
            let writer = wanted.resources.first(where: { isWriter($0) && $0.address.scope == other }),
            now.isDisjoint(with: [other])
        else { return }
        let existing = world[writer.address]?.observation
        guard let home = now.min() else {
            // Its region may be lost, or all that knew of it: only a failover may make a copy the writer.
            try checkRows(existing, in: other, lost)
            guard existing?.properties.followsADatabase == true else { return }
            throw PlanProblems([
                Diagnostic(
                    "plan.copyWrites",
                    "This spec's first region is \(other), whose database is a copy that follows another region's: no plan of "
                        + "a phase makes it the writer, since nobody was asked what that loses.",
                    path: writer.address.text,
                    hint: "First `reconcile failover --to \(other)` with a spec of phase 4 that names both regions.")
            ])
        }
        guard let existing, !existing.properties.followsADatabase else {
            throw PlanProblems([
                Diagnostic(
                    "plan.homeMoves",
                    "The platform's first region is \(home), where its database was made, and this spec's is \(other): no "
                        + "plan takes its rows and passwords along.", path: "\(home)/\(secret)",
                    hint:
                        "Name \(home) first in regions. To move for good: `reconcile failover --to \(other) --planned` with "
                        + "a spec of phase 4 that names both, and then this spec.")
            ])
        }
        guard let open = world.existing.keys.filter({ isOpen($0, in: home, world) }).min() else { return }
        throw PlanProblems([
            Diagnostic(
                "plan.notFenced",
                "The writer was moved from \(home), which this spec leaves, and \(home)'s old database still lets its "
                    + "services in.", path: open.text,
                hint: "Apply the spec that names both regions once more: it fences the old database.")
        ])
    }

    /// Where the platform has its secret and stands; a secret that was left with a kept database counts no more.
    private static func homes(_ world: World) -> Set<String> {
        func regions(_ isMeant: (Address) -> Bool) -> Set<String> {
            Set(world.existing.keys.filter(isMeant).map(\.scope))
        }
        let secrets = regions { $0.local == secret }
        let standing = secrets.intersection(regions(Standing.isStanding))
        return standing.isEmpty ? secrets : standing
    }

    /// Whoever gives a region up does not thereby ask for an empty database.
    private static func checkRows(
        _ existing: ResourceObservation?, in region: String, _ lost: [String]
    ) throws(PlanProblems) {
        guard existing == nil, !lost.isEmpty else { return }
        throw PlanProblems([
            Diagnostic(
                "plan.noRows",
                "\(lost.joined(separator: ", ")) is given up, and \(region) has no copy of the database: a plan would build the "
                    + "platform around an empty one.", path: "\(region)/database/instance",
                hint: "To begin anew without the rows, keep this platform's state elsewhere: --state PATH.")
        ])
    }

    private static func isWriter(_ resource: Resource) -> Bool {
        resource.kind == database && !resource.properties.followsADatabase
    }

    /// Whether it lets services in to a database of a region that follows no other.
    private static func isOpen(_ address: Address, in region: String, _ world: World) -> Bool {
        let parts = address.local.split(separator: "/")
        guard address.scope == region, parts.count > 2, parts[1] == "ingress",
            let instance = world[Address("\(region)/\(parts[0])/instance")]?.observation
        else { return false }
        return instance.kind == database && !instance.properties.followsADatabase
    }
}
