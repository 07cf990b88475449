import Blueprints
import Migrations
import Planning
import Resources
import Specs
import States
import Terminal

/// Refuses to lead a platform elsewhere in the middle of a road.
enum CourseCheck {
    static func check(_ session: Session, _ observed: [ResourceObservation]) throws(CommandFailure) {
        guard let road = try road(session, observed) else { return }
        let phase = session.spec.phase
        let place =
            "\(session.spec.name) is in the middle of the road \(road.name) (\(road.furthest.rawValue)), which "
            + "\(road.run.isEmpty ? "an interrupted run" : road.run) walks to phase \(road.leadsTo)"
        let finish =
            road.command.isEmpty
            ? "Finish it with a spec of phase \(road.leadsTo)" : "Finish it: \(road.command)"
        let isBackPossible = phase == road.from && road.furthest < .retire
        let back = CommandLineText.of("rollback", session.options.words[0], session.options)
        switch Course.of(road, to: phase) {
        case .goesOn: session.output.note("Going on with the road \(road.name): \(road.furthest.rawValue) has begun.")
        case .mayChange(let what):
            guard session.options.has("abandon") else {
                throw CommandFailure([
                    "error: \(place); this spec wants phase \(phase). [plan.otherCourse]", "    \(finish)",
                    "    Or give that run up with --abandon: \(what).",
                ])
            }
            session.output.note("Giving up \(road.run): \(what).")
        case .mustFinish(let why):
            throw CommandFailure(
                [
                    "error: \(place); this spec wants phase \(phase), and \(why). [plan.mustFinish]", "    \(finish)",
                    "    Then apply this spec.",
                ] + (isBackPossible ? ["    Or take it back: \(back)"] : []))
        }
    }

    /// Where the interrupted road led, and where it began; the way back is the reverse road, from wherever it stands.
    static func wayBack(
        _ session: Session, _ observed: [ResourceObservation]
    ) throws(CommandFailure) -> (from: Int, to: Int) {
        guard let road = try road(session, observed) else {
            throw CommandFailure(
                "\(session.spec.name) is on no road: there is nothing to take back. [plan.noRoad]",
                hint: "To leave its phase, apply a spec of the phase that you want.")
        }
        let (from, to) = road.takesBack ? (road.from, road.to) : (road.to, road.from)
        guard session.spec.phase >= to else {
            throw CommandFailure(
                "The way back leads to phase \(to), and this spec describes phase \(session.spec.phase). [plan.specTooLow]",
                hint: "Name the spec of phase \(to), or of a later one.")
        }
        if road.takesBack { return (from, to) }
        guard road.furthest < .retire else {
            throw CommandFailure([
                "error: The road \(road.name) retires the old shape: there is no way back before its end. "
                    + "[plan.mustFinish]",
                road.command.isEmpty
                    ? "    Finish it with a spec of phase \(road.leadsTo)." : "    Finish it: \(road.command)",
                "    Then apply a spec of phase \(road.from).",
            ])
        }
        return (from, to)
    }

    /// The road that state knows; where state is lost, the one that the account's parameter names.
    static func road(_ session: Session, _ observed: [ResourceObservation]) throws(CommandFailure) -> OpenRoad? {
        if let row = try session.platform() { return row.road }
        guard let standing = Standing(observed: observed), let road = standing.road else { return nil }
        // How far it came is not told: what may have been shifted must be finished.
        return OpenRoad(
            name: road, furthest: .shift, run: "", leadsTo: standing.leadsTo, takesBack: standing.takesBack,
            command: "")
    }
}
