import Diagnostics
import Planning
import Resources

/// Refuses a spec whose first region is another one than the platform's: there its database was made, with its secret,
/// and a plan makes and changes things, but takes neither rows nor passwords along.
enum HomeRegion {
    private static let secret = "database/secret"

    static func check(_ world: World, _ wanted: ResourceGraph) throws(PlanProblems) {
        let now = Set(world.existing.keys.filter { $0.local == secret }.map(\.scope))
        let then = Set(wanted.resources.map(\.address).filter { $0.local == secret }.map(\.scope))
        guard let home = now.min(), let other = then.min(), now.isDisjoint(with: then) else { return }
        throw PlanProblems([
            Diagnostic(
                "plan.homeMoves",
                "The platform's first region is \(home), where its database was made, and this spec's is \(other): no "
                    + "plan takes its rows and passwords along.", path: "\(home)/\(secret)",
                hint: "Name \(home) first in regions. In phase 4 `reconcile failover --to \(other)` moves the writer, "
                    + "and the first region stays first.")
        ])
    }
}
