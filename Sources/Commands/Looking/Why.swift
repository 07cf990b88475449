import CloudCalls
import Diagnostics
import Documents
import FakeCloudStore
import Insight
import Planning
import Reports
import Resources
import Specs
import States
import Terminal
import Values

/// `reconcile why STEP|ADDRESS [SPEC]`: a plan of what is left says what stands in front of it, the journal since when.
enum Why {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let word = options.words[0]
        let store = try Session.openStore(options)
        let (path, options) = try spec(options, store)
        let session = try await Session(options, output, spec: try Session.readSpec(path, options, output))
        let making = try await PlanMaking.make(session, .apply, isChanging: false)
        let plan = making.plan
        let positions = plan.steps.indices.filter {
            plan.steps[$0].id == word || plan.steps[$0].address.text == word
        }
        guard !positions.isEmpty else { return try settled(word, session, making) }
        let facts = try facts(session)
        let running = try running(store, session.spec.name)
        let again = CommandLineText.of("apply", path, options)
        let reports = positions.map { position in
            WaitReport(
                Wait(position, in: plan, facts: facts, observed: making.observed), running: running,
                now: session.clock.now(), again: again)
        }
        if options.has("json") {
            output.result(JSON.pretty(.list(reports.map(\.value))))
        } else {
            reports.flatMap(\.lines).forEach { output.result($0) }
        }
        return 0
    }

    /// The spec that was named, or the one of the last run's command, with its options.
    private static func spec(_ options: Options, _ store: StateStore) throws -> (String, Options) {
        if options.words.count > 1 { return (options.words[1], options) }
        let platform = try Chosen.platform(store, options)
        let command = try? store.runs(platform).first?.command
        let words = CommandLineText.words(of: command ?? "")
        guard words.count > 2, case .run(_, let last)? = try? CommandTree.root.parse(Array(words.dropFirst())),
            let path = last.words.first, !path.hasSuffix(".plan")
        else {
            throw CommandFailure(
                "The last run does not say which spec it had.", hint: "Name it: reconcile why ADDRESS SPEC")
        }
        let settings = ["set", "var-file"].flatMap { name in last.all(name).map { (name: name, value: $0) } }
        return (path, options.laying(settings, flags: []))
    }

    /// Since when a run that holds the lease and is alive is under way.
    private static func running(_ store: StateStore, _ platform: String) throws(CommandFailure) -> Instant? {
        do throws(StateError) {
            guard let holder = try store.leaseHolder(), holder.isHeld, holder.isAliveHere else { return nil }
            return try store.runs(platform).first { $0.ended == nil }?.began
        } catch {
            throw CommandFailure(error)
        }
    }

    /// What the journal of the last run says of each step.
    private static func facts(_ session: Session) throws(CommandFailure) -> [String: StepFact] {
        do throws(StateError) {
            guard let run = try session.store.runs(session.spec.name).first else { return [:] }
            var facts: [String: StepFact] = [:]
            for entry in try session.store.journal(run.id) {
                switch entry.kind {
                case .intent: facts[entry.step] = StepFact(run: run.id, began: entry.at)
                case .outcome:
                    var fact = facts[entry.step] ?? StepFact(run: run.id, began: entry.at)
                    fact.ended = entry.at
                    fact.failure = failure(entry.detail)
                    facts[entry.step] = fact
                case .stage: break
                }
            }
            return facts
        } catch {
            throw CommandFailure(error)
        }
    }

    private static func failure(_ detail: String) -> StepFact.Failure? {
        guard detail != "done", let value = try? JSON.value(from: detail) else { return nil }
        return StepFact.Failure(
            code: value.text("code") ?? "", message: value.text("message") ?? "", hint: value.text("hint") ?? "")
    }

    /// Nothing in the plan: it is there as wanted, or nobody wants it.
    private static func settled(_ word: String, _ session: Session, _ making: PlanMaking) throws -> Int32 {
        let address = Address(word.split(separator: " ").last.map(String.init) ?? word)
        guard let seen = making.observed.last(where: { $0.address == address }) else {
            let known = making.plan.steps.map(\.address.text) + making.observed.map(\.address.text)
            throw CommandFailure(
                "\(word) is neither in the plan nor in the cloud.",
                hint: Suggestion.addressHint(
                    for: word, among: known, otherwise: "See `reconcile plan` for what is left to do."))
        }
        if session.options.has("json") {
            session.output.result(
                JSON.pretty([["address": .string(address.text), "state": "settled", "id": .string(seen.physicalID)]]))
        } else {
            session.output.result("\(address) waits for nothing: \(seen.physicalID) is as the spec wants.")
        }
        return 0
    }
}
