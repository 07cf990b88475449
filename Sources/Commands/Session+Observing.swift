import AWSKinds
import Blueprints
import CloudCalls
import Digests
import Documents
import Migrations
import Planning
import Providers
import Resources
import Runner
import Specs
import States
import Synchronization
import Terminal
import Values

extension Session {
    /// Everything that exists of the platform.
    /// - Parameters:
    ///   - isChanging: a run follows; then a platform that state doesn't know is looked at with patience.
    ///   - silent: regions that don't answer: what state knows of them is taken as it is.
    func observe(
        _ recorded: [RecordedResource], isChanging: Bool, silent: Set<String> = []
    ) async throws(CommandFailure) -> [ResourceObservation] {
        readStanding(recorded.filter { !$0.isKept && !$0.isDeposed }.map(\.observation))
        let look = PlatformLook(at: spec, by: connection.provider, recorded: recorded) { [shapes] in shapes.graph($0) }
        let isKnown = try self.platform() != nil
        let window = AllKinds.schemas.values.map(\.consistencyWindow).max() ?? .seconds(10)
        let first = isKnown || !isChanging || !silent.isEmpty ? nil : FirstLook(time: clock, window: window)
        let (output, platform, place) = (output, spec.name, place)
        let lost = lost(recorded)
        let dispensable = dispensable(recorded)
        let told = Mutex<Set<[String]>>([])
        let result = try await attempt { () async throws(AWSError) -> [ResourceObservation] in
            try await look.observe(silent: silent, lost: lost, dispensable: dispensable, first: first) { delay in
                switch delay {
                case .again(let span, let found) where found > 0:
                    output.note(
                        "State does not know \(platform), and \(found) things carry its tags: looking again in "
                            + "\(span.seconds) seconds, for what an earlier run may have begun.")
                case .again: break
                case .alsoIn(let regions):
                    guard told.withLock({ $0.insert(regions).inserted }) else { return }
                    output.note(
                        "\(platform) also stands in \(regions.joined(separator: ", ")), which neither spec nor state "
                            + "names: its own record in the account does. Looking there, too.")
                case .lost(let region, answers: true):
                    guard told.withLock({ $0.insert([region, "answers"]).inserted }) else { return }
                    output.note("\(region), which was given up, answers again: what is left there goes.")
                case .lost(let region, answers: false): Self.tell(region, place, output)
                }
            }
        }
        let seen: [ResourceObservation]
        do throws(AWSError) { seen = try result.get() } catch {
            throw CommandFailure(error, hint: hint(for: error))
        }
        readStanding(seen)
        try checkLost(seen)
        return seen
    }

    /// What to do when a region does not answer that the spec no longer names.
    private func hint(for error: AWSError) -> String? {
        guard error.code.hasPrefix("Transport."), !error.region.isEmpty,
            !spec.regions.contains(where: { $0.name == error.region }), !place.gone.contains(error.region),
            !FailureHints.isGlobal(error)
        else { return nil }
        return
            "The spec no longer names \(error.region). If it is gone for good, say --lost \(error.region): nothing is "
            + "planned there until it answers again."
    }

    /// Takes regions for lost as `--lost` says, without asking any.
    func giveUp() throws(CommandFailure) {
        for region in lost(try recorded()) { _ = place.learn(gone: region) }
        try checkLost([])
    }

    /// What was given up must not answer, and must be the platform's.
    private func checkLost(_ seen: [ResourceObservation]) throws(CommandFailure) {
        let named = Set(spec.regions.map(\.name))
        var known: Set<String> = Set(try recorded().map(\.observation.address.scope))
        known.formUnion(Standing(observed: seen)?.regions ?? [])
        for region in options.all("lost") {
            guard !named.contains(region) else {
                throw CommandFailure(
                    "The spec names \(region), which --lost gives up. [plan.lostIsNamed]",
                    hint: "Take it out of the spec's regions first.")
            }
            guard known.contains(region) else {
                throw CommandFailure(
                    "Nothing of \(spec.name) is known in \(region). [plan.lostIsUnknown]",
                    hint: known.isEmpty
                        ? "" : "It is known in \(known.subtracting(["global"]).sorted().joined(separator: ", ")).")
            }
            guard place.gone.contains(region) else {
                throw CommandFailure(
                    "\(region) answers: it is not lost. [plan.regionAnswers]",
                    hint: "Without --lost \(region) the plan takes down what is there.")
            }
        }
    }

    private func lost(_ recorded: [RecordedResource]) -> Set<String> {
        PlatformLook.lost(options.all("lost"), of: spec, recorded: recorded)
    }

    private static func tell(_ region: String, _ place: Whereabouts, _ output: TextOutput) {
        guard place.learn(gone: region) else { return }
        output.note(
            StyledLine(
                "\(region) is given up and does not answer: nothing is planned there. What still is there runs, and costs, "
                    + "until a plan finds it answering.", .caution))
    }

    /// What is in regions that are given up and don't answer is nothing that a plan could change.
    func isGone(_ observation: ResourceObservation) -> Bool {
        place.gone.contains(observation.address.scope)
    }

    /// What is observed though neither spec nor state has any of it, and may be refused.
    private func dispensable(_ recorded: [RecordedResource]) -> Dispensable {
        let output = output
        let told = Mutex<Set<String>>([])
        return Dispensable(
            phase: spec.phase,
            needed: Set(shapes.graph(spec.phase).resources.map(\.kind)).union(recorded.map(\.observation.kind))
        ) { kind, region, error in
            // A new platform is looked at twice.
            guard told.withLock({ $0.insert("\(kind) \(region)").inserted }) else { return }
            output.note(
                "warning: \(kind) in \(region) can't be listed: \(error.message) [\(error.code)]. The spec wants none and "
                    + "state knows none, so it is gone without; what somebody left there is not seen. [observe.unread]")
        }
    }

    func planningInput(
        _ observed: [ResourceObservation], _ recorded: [RecordedResource]
    ) throws(CommandFailure) -> PlanningInput {
        let serial = try platform()?.serial ?? 0
        let drivers = AllKinds.byKind
        return PlanningInput(
            platform: spec.name, account: spec.account, provider: connection.name, regions: spec.regions.map(\.name),
            specHash: SHA256Digest.hex(JSON.text(of: spec.value)), stateSerial: serial, schemas: AllKinds.schemas,
            normalize: { drivers[$0]?.normalized($1) ?? $1 }, observed: observed.filter { !isGone($0) },
            recorded: recorded.filter { !isGone($0.observation) }, lost: place.gone.sorted(),
            options: PlanOptions(
                targets: options.all("target"), excludes: options.all("exclude"),
                replacements: Set(options.all("replace").map { Address($0) }),
                allowDestroy: Set(options.all("allow-destroy").map { Address($0) }), ignore: spec.ignore,
                throughPhases: options.has("through-phases"), rules: StageRules(spec.migrations)))
    }
}
