import Planning
import Resources
import Values

/// The part of a road on which rows move: to the new database, or back from an interrupted road's.
struct RowsLegs {
    let road: String
    let move: RowsMove
    /// What an interrupted move the other way has done is taken back instead.
    let isBack: Bool
    let world: World

    /// - Parameter purpose: of a rollback nothing is moved that the interrupted road has not moved.
    init?(_ road: Road, _ old: ResourceGraph, _ new: ResourceGraph, _ purpose: Plan.Purpose, _ world: World) {
        guard road == InstanceToFleet.up || road == InstanceToFleet.down,
            let own = RowsMove.between(old, new, road == InstanceToFleet.up ? .toManaged : .toInstance)
        else { return nil }
        let other = RowsMove(way: own.way.reverse, region: own.region, database: own.database)
        isBack = purpose == .rollback && !other.isDone(.finish, world)
        move = isBack ? other : own
        self.road = road.name
        self.world = world
    }

    /// Whether the rows are where the road leads, so that what held them may go.
    var isOver: Bool {
        if isBack { return undone.isEmpty }
        let isGone = move.way == .toManaged && world[Address("\(move.region)/instance/machine")] == nil
        return isGone || move.isDone(.finish, world)
    }

    /// What of the interrupted move is still to be taken back.
    private var undone: [RowsMove.Step] { RowsMove.Step.allCases.filter { $0 != .join && move.isDone($0, world) } }

    /// Before anything of the new shape may write, in legs that add to `graph`.
    func legs(on graph: ResourceGraph, _ frozen: Set<Address>, isMoved: Bool) -> [Leg] {
        if isBack { return back(graph, frozen) }
        let replicated = with(graph, .replicate)
        var legs: [Leg] = []
        if !move.isDone(.change, world) { legs.append(copy(graph, replicated, frozen)) }
        for step in [RowsMove.Step.freeze, .change] {
            var leg = leg(
                step.rawValue, with(graph, step), frozen, role: .shift, undo: Self.undo(step), base: replicated)
            leg.stages[0].followsAtOnce = step != .freeze
            legs.append(leg)
        }
        let source = move.way.reverse.source
        var thaw = leg("thaw", with(graph, .thaw), frozen, role: .shift, undo: Self.undo(.thaw), base: replicated)
        thaw.stages[0].gate = Gate(
            measure: "writes are taken, and what is written flows back", threshold: "less than 1 MiB behind",
            measurements: [move.behind(from: source)], window: .seconds(30), timeLimit: .minutes(10))
        thaw.stages[0].followsAtOnce = true
        thaw.undoneTo = .replicate
        thaw.staysWithoutSteps = move.isDone(.thaw, world) && !move.isDone(.finish, world) && !isMoved
        return legs + [thaw]
    }

    /// The services of a fresh instance use the database that holds the rows.
    func join(on graph: ResourceGraph, _ frozen: Set<Address>) -> [Leg] {
        guard !isBack, move.way == .toInstance else { return [] }
        return [
            leg(
                "join", with(graph, .join), frozen, role: .prepare,
                undo: "Nothing of the old shape has changed: the new resources can be deleted.")
        ]
    }

    /// The last of the way back is given up.
    func finish(on graph: ResourceGraph, _ frozen: Set<Address>) -> [Leg] {
        guard !isBack else { return [] }
        var leg = leg(
            "part", with(graph, .finish), frozen, role: .retire,
            undo: "None: the old database gets no rows any more. The way back copies them anew.")
        leg.stages[0].isPointOfNoReturn = true
        return [leg]
    }

    private func copy(_ graph: ResourceGraph, _ replicated: ResourceGraph, _ frozen: Set<Address>) -> Leg {
        var copy = leg(
            "replicate", replicated, frozen, role: .replicate,
            undo: "Nothing is copied any more, and the copy is emptied; the services have noticed nothing.", base: graph
        )
        copy.undoneTo = .prepare
        copy.stages.append(
            Stage(
                name: "\(road)/compare", road: road, role: .verify,
                gate: Gate(
                    measure: "all tables are copied and the copy follows", threshold: "less than 1 MiB behind",
                    measurements: [move.behind(from: move.way.source)], window: .seconds(30), timeLimit: .hours(6)),
                undo: copy.stages[0].undo))
        return copy
    }

    private func back(_ graph: ResourceGraph, _ frozen: Set<Address>) -> [Leg] {
        guard !undone.isEmpty else { return [] }
        var leg = leg(
            "rows-back", graph, frozen, role: .shift, undo: "Walk the road again: the rows are copied anew.")
        leg.scope = .undoing(made: Set(undone.map { move.address($0) }), frozen: frozen)
        leg.previous = with(graph, .thaw)
        return [leg]
    }

    private func with(_ graph: ResourceGraph, _ step: RowsMove.Step) -> ResourceGraph {
        ResourceGraph(graph.resources + move.resources(through: step))
    }

    private func leg(
        _ name: String, _ graph: ResourceGraph, _ frozen: Set<Address>, role: Stage.Role, undo: String,
        base: ResourceGraph? = nil
    ) -> Leg {
        let name = "\(road)/\(name)"
        return Leg(
            graph: graph, names: LegPlanner.StageNames(only: name),
            stages: [Stage(name: name, road: road, role: role, undo: undo)], scope: .additions(frozen: frozen),
            base: base)
    }

    private static func undo(_ step: RowsMove.Step) -> String {
        switch step {
        case .freeze:
            "The database that the services use takes writes again; by itself when nobody goes on for 2 minutes."
        case .change: "Both databases stand still and are equal: the services go back to the old one."
        default: "Writes are refused again for seconds, what was written flows back, and the services follow it."
        }
    }
}
