import Blueprints
import Engine
import FakeCloudStore
import FoundationEssentials
import Resources
import Simulator
import Specs
import States
import Terminal

/// The platform as state and fake cloud have it, as a place where rehearsals begin.
enum StateOrigin {
    static func start(_ spec: Spec, _ options: Options) throws(CommandFailure) -> Rehearsal.Start {
        guard let stored = try FakeClouds.existing(options) else {
            throw CommandFailure(
                "There is no fake cloud at \(Session.cloudPath(options)).",
                hint: "Apply a spec first, or name the place with --state.")
        }
        let cloud = try FakeClouds.snapshot(stored)
        let store = try Session.openStore(options)
        let protected = (0...Blueprint.latestPhase).flatMap { Blueprint.graph(for: spec, phase: $0).resources }
            .filter(\.lifecycle.isProtected).map(\.address.text)
        let known: Rehearsal.Start?
        do throws(StateError) {
            known = try store.platform(spec.name).map { (row) throws(StateError) in
                Rehearsal.Start(
                    cloud: cloud, phase: row.phase, recorded: try store.recorded(spec.name),
                    openIntents: try store.openIntents(spec.name), protected: Set(protected))
            }
        } catch {
            throw CommandFailure(error)
        }
        guard let known else {
            throw CommandFailure(
                "The state knows no platform \(spec.name).", hint: "`reconcile status` lists what it knows.")
        }
        return known
    }
}
