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
            throw CommandFailure([
                "error: \(place); this spec wants phase \(phase), and \(why). [plan.mustFinish]", "    \(finish)",
                "    Then apply this spec.",
            ])
        }
    }

    /// The road that state knows; where state is lost, the one that the account's parameter names.
    private static func road(_ session: Session, _ observed: [ResourceObservation]) throws(CommandFailure) -> OpenRoad?
    {
        if let row = try session.platform() { return row.road }
        guard let standing = Standing(observed: observed), let road = standing.road else { return nil }
        // How far it came is not told: what may have been shifted must be finished.
        return OpenRoad(name: road, furthest: .shift, run: "", leadsTo: standing.leadsTo, command: "")
    }
}
