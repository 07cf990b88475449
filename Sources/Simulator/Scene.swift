import Blueprints
import Resources
import Specs
import Values

/// Where rehearsals of one road are played: its beginning, and how it goes without faults.
public struct Scene: Sendable {
    /// Why there is none.
    struct Problem: Error {
        let result: Rehearsal.Result
    }

    let spec: Spec
    let origin: Simulation.Origin
    let way: Way
    /// What is protected and may be destroyed.
    let allowed: Set<Address>
    /// Nil where machines never tire.
    let load: Load?
    let start: Rehearsal.Start?
    public let quiet: Rehearsal.Result
    private let graphs: GraphShelf
    private let plans: PlanShelf

    static func set(
        _ spec: Spec, from origin: Simulation.Origin, way: Way = .road, allowing allowed: Set<Address> = [],
        under load: Load? = nil
    ) -> Result<Scene, Problem> {
        var start: Rehearsal.Start?
        switch origin {
        case .nothing: start = nil
        case .start(let given): start = given
        case .spec(let from):
            let begun = Rehearsal.start(from)
            guard begun.result.breaches.isEmpty else { return .failure(Problem(result: begun.result)) }
            start = begun.start
        }
        if let load {
            let begun = start ?? Rehearsal.Start(nothingIn: spec.account)
            let grown = begun.grown(to: load)
            guard grown.failed == 0 else {
                return .failure(Problem(result: .overloaded(load, grown.failed, of: grown.asked)))
            }
            start = grown.start
        }
        let (graphs, plans) = (GraphShelf(), PlanShelf())
        let legs = way.legs(spec, from: origin.spec)
        let setting = Rehearsal.Setting(allowed: allowed, graphs: graphs, plans: plans)
        return .success(
            Scene(
                spec: spec, origin: origin, way: way, allowed: allowed, load: load, start: start,
                quiet: Rehearsal(legs, setting, from: start).run(), graphs: graphs, plans: plans))
    }

    private var legs: [Rehearsal.Leg] { way.legs(spec, from: origin.spec) }

    /// What a seed draws here.
    public func script(_ seed: UInt64, _ play: Simulation.Play) -> FaultScript {
        let script = FaultScript.draw(play.mix, seed: seed, quiet.extents)
        return play.keep.map { script.keeping($0) } ?? script
    }

    func run(_ seed: UInt64, _ play: Simulation.Play) -> Rehearsal.Result {
        rehearsal(seed, play, isRecording: false).run()
    }

    /// The rehearsal of a seed once more, with all that happened in it.
    public func recording(_ seed: UInt64, _ play: Simulation.Play) -> Recording? {
        let rehearsal = rehearsal(seed, play, isRecording: true)
        _ = rehearsal.run()
        var recording = rehearsal.recording
        recording?.name = "seed \(seed)"
        return recording
    }

    /// The road without faults, with all that happened on it.
    public var quietRecording: Recording? {
        let rehearsal = Rehearsal(
            legs, Rehearsal.Setting(allowed: allowed, isRecording: true), from: start)
        _ = rehearsal.run()
        var recording = rehearsal.recording
        recording?.name = "without faults"
        return recording
    }

    private func rehearsal(_ seed: UInt64, _ play: Simulation.Play, isRecording: Bool) -> Rehearsal {
        Rehearsal(
            legs,
            Rehearsal.Setting(
                allowed: allowed, script: script(seed, play), quiet: quiet, canary: play.canary,
                isRecording: isRecording, graphs: graphs, plans: plans),
            from: start)
    }

    /// The same road with a platform that has one service less.
    func without(_ service: String) -> Scene? {
        guard spec.services.count > 1 else { return nil }
        func less(_ spec: Spec) -> Spec {
            var spec = spec
            spec.services.removeAll { $0.name == service }
            return spec
        }
        let smaller: Simulation.Origin
        switch origin {
        case .nothing: smaller = .nothing
        case .spec(let from): smaller = .spec(less(from))
        case .start: return nil
        }
        guard case .success(let scene) = Scene.set(less(spec), from: smaller, way: way, allowing: allowed, under: load),
            scene.quiet.breaches.isEmpty
        else {
            return nil
        }
        return scene
    }
}
