import Planning
import Resources
import Synchronization

/// The plan at the beginning of a road: every rehearsal of it begins with that one, unless its first look already shows
/// something else.
final class PlanShelf: Sendable {
    /// What a plan was made of, beyond what is the same for all rehearsals of a road.
    struct Basis: Sendable, Hashable {
        let phase: Int
        let current: Int?
        let lost: [String]
        let observed: [ResourceObservation]
        let recorded: [RecordedResource]
    }

    private let first = Mutex<(basis: Basis, plan: Plan)?>(nil)

    /// The plan of a basis, made once when it is that of the first plan ever asked for.
    func plan(of basis: Basis, _ make: () throws(PlanProblems) -> Plan) throws(PlanProblems) -> Plan {
        if let known = first.withLock({ $0 }), known.basis == basis { return known.plan }
        let plan = try make()
        first.withLock { $0 = $0 ?? (basis, plan) }
        return plan
    }
}
