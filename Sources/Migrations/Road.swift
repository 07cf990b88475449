import Planning
import Resources
import Values

/// The way from one phase to a neighbouring one: what its stages are called, prove and undo.
struct Road: Sendable, Hashable {
    var from: Int
    var to: Int
    /// What the new phase cures, in one sentence.
    var purpose: String
    /// How what is shifted is taken back.
    var undoShift: String
    /// The shares, in percent, through which requests move where a listener can share them.
    var shares: [Int] = Split.shares
    /// How long the new shape must serve everything before the old one goes.
    var soak: TimeSpan = .minutes(10)
    /// What the user must know before walking it; may be empty.
    var warnings: [String]

    /// For example `1-2`.
    var name: String { "\(from)-\(to)" }

    /// The legs of the road, in order, for a platform that may stand anywhere on it.
    /// - Parameter rows: how rows move on it; nil for a road on which none do.
    func legs(_ bridge: Bridge, _ rows: RowsLegs?) -> [Leg] {
        if bridge.isRetiring, rows?.isOver != false { return [retire(bridge), arrive(bridge)] }
        var shift = ShiftLegs(road: self, bridge: bridge).legs
        let end = [retire(bridge), arrive(bridge)]
        guard let rows else { return [prepare(bridge)] + shift + [soak(bridge)] + end }
        let all = bridge.graph(Dictionary(uniqueKeysWithValues: bridge.movers.map { ($0, 100) }))
        let finish = rows.finish(on: all, bridge.frozen)
        guard from > to else {
            // Rows move while the old instance serves alone, and only then anything else comes that could write.
            for index in shift.indices { shift[index].undoneTo = .shift }
            let held = bridge.graph(bridge.reached, holds: true)
            let moving = rows.legs(on: held, bridge.frozen, isMoved: !bridge.reached.isEmpty)
            let ready = prepare(bridge, "fleet")
            return [beside(held, bridge)] + moving + [ready] + shift + [soak(bridge)] + finish + end
        }
        // The instance serves with the old database first; its own gets the rows when nobody else can write.
        let joined = rows.join(on: bridge.graph(bridge.reached), bridge.frozen)
        let moving = rows.legs(on: all, bridge.frozen, isMoved: false)
        return [prepare(bridge)] + joined + shift + moving + [soak(bridge)] + finish + end
    }

    private static let undoPrepare = "Nothing of the old shape has changed: the new resources can be deleted."

    /// The part of the new shape that can't write.
    private func beside(_ graph: ResourceGraph, _ bridge: Bridge) -> Leg {
        let name = "\(name)/prepare"
        return Leg(
            graph: graph, names: LegPlanner.StageNames(only: name),
            stages: [Stage(name: name, road: self.name, role: .prepare, undo: Self.undoPrepare)],
            scope: .additions(frozen: bridge.frozen))
    }

    private func prepare(_ bridge: Bridge, _ label: String = "prepare") -> Leg {
        let name = "\(name)/\(label)"
        return Leg(
            graph: bridge.graph(bridge.reached),
            names: LegPlanner.StageNames(only: name),
            stages: [
                Stage(name: name, road: self.name, role: .prepare, undo: Self.undoPrepare),
                Stage(
                    name: "\(self.name)/verify", road: self.name, role: .verify,
                    gate: Gate(
                        measure: "every new resource serves", threshold: "all",
                        measurements: Proofs(bridge).ofNewTargets, window: .seconds(60), timeLimit: .minutes(30)),
                    undo: "As for \(label)."),
            ], scope: .additions(frozen: bridge.frozen))
    }

    private func soak(_ bridge: Bridge) -> Leg {
        let name = "\(name)/soak"
        let graph = bridge.graph(Dictionary(uniqueKeysWithValues: bridge.movers.map { ($0, 100) }))
        return Leg(
            graph: graph, names: LegPlanner.StageNames(only: name),
            stages: [
                Stage(
                    name: name, road: self.name, role: .soak,
                    gate: Gate(
                        measure: "the new shape serves", threshold: "all",
                        measurements: Proofs(bridge).ofService(in: graph), window: soak, timeLimit: .minutes(60)),
                    undo: undoShift)
            ], scope: .additions(frozen: bridge.frozen), base: bridge.graph([:]))
    }

    private func retire(_ bridge: Bridge) -> Leg {
        Leg(
            graph: bridge.new,
            names: LegPlanner.StageNames(
                prepare: "\(name)/finish", shift: "\(name)/leave", retire: "\(name)/retire"),
            stages: [
                Stage(
                    name: "\(name)/finish", road: name, role: .shift, undo: "Apply the spec as it was before."),
                Stage(
                    name: "\(name)/leave", road: name, role: .shift,
                    gate: Gate(
                        measure: "resolvers have forgotten the names that led to the old shape", threshold: "all",
                        window: .minutes(2)), undo: undoShift),
                Stage(
                    name: "\(name)/retire", road: name, role: .retire,
                    undo: "None: the old resources are gone; what held data is kept.", isPointOfNoReturn: true),
            ], scope: .everything, settlesActions: true, late: bridge.lingering)
    }

    /// The account says that the platform is in the new phase, once nothing of the old one is left.
    private func arrive(_ bridge: Bridge) -> Leg {
        let name = "\(name)/arrive"
        return Leg(
            graph: bridge.arrived, names: LegPlanner.StageNames(only: name),
            stages: [Stage(name: name, road: self.name, role: .retire, undo: "Walk the road back.")],
            scope: .everything)
    }
}
