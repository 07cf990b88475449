import AWSKinds
import Blueprints
import CloudCalls
import Diagnostics
import FakeCloudStore
import Providers
import Resources
import Specs
import Terminal
import Values

/// `reconcile import ADDRESS ID SPEC`: what exists becomes the platform's, without being made anew.
enum Import {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let (address, id, path) = (Address(options.words[0]), options.words[1], options.words[2])
        let spec = try Session.readSpec(path, options, output)
        let graph = Blueprint.graph(for: spec)
        guard let resource = graph[address] else {
            throw CommandFailure(
                "The spec wants no \(address).",
                hint: Suggestion.addressHint(
                    for: address.text, among: graph.resources.map(\.address.text),
                    otherwise: "See `reconcile plan` for the addresses."))
        }
        let session = try await Session(options, output, spec: spec)
        return try await Execution.underLease(session) { _ in
            let observed = try await session.observe(try session.recorded(), isChanging: false)
            if let there = observed.first(where: { $0.address == address }) {
                throw CommandFailure(
                    "\(address) is there already: \(there.physicalID).",
                    hint: "Delete that one first, or give it another address with `reconcile state mv`.")
            }
            let target = Target(
                platform: spec.name, account: spec.account, address: address, kind: resource.kind,
                region: resource.region, generation: 0, phase: resource.phase, properties: resource.properties,
                tags: resource.tags, token: "", physicalID: id)
            let question = "Write the tags of \(address) on \(id)? Only `yes` does: "
            guard try Confirmation.given(question, "yes", options, output, ask) else { return 1 }
            guard try await call(session, { provider throws(AWSError) in try await provider.claim(target) }) else {
                throw refusal(target)
            }
            guard try await isKnown(target, session) else {
                guard try await call(session, { provider throws(AWSError) in try await provider.release(target) })
                else {
                    throw CommandFailure(
                        "The tags of \(address) are on \(id), but AWS does not list them yet.",
                        hint: "Plan in a minute: \(id) is adopted then.")
                }
                throw CommandFailure(
                    "\(id) is no \(resource.kind). Its tags are as before.", hint: "Check the id and its region.")
            }
            output.result("\(id) is \(address) of \(spec.name) now.")
            output.note("See what would change of it, then apply: reconcile plan \(CommandLineText.quoted(path))")
            return 0
        }
    }

    /// A list may leave out for a while what was tagged just now.
    private static func isKnown(_ target: Target, _ session: Session) async throws -> Bool {
        let window = AllKinds.schemas[target.kind]?.consistencyWindow ?? .seconds(10)
        let clock = session.clock
        let end = clock.now() + window
        while true {
            if try await call(session, { provider throws(AWSError) in try await provider.knows(target) }) {
                return true
            }
            guard clock.now() < end else { return false }
            try await session.run { await clock.sleep(until: clock.now() + .seconds(1)) }
        }
    }

    private static func call(
        _ session: Session, _ body: @escaping @Sendable (Provider) async throws(AWSError) -> Bool
    ) async throws(CommandFailure) -> Bool {
        let provider = session.provider
        let result = try await session.run { () -> Result<Bool, AWSError> in
            do throws(AWSError) { return .success(try await body(provider)) } catch { return .failure(error) }
        }
        do throws(AWSError) { return try result.get() } catch { throw CommandFailure(error) }
    }

    private static func refusal(_ target: Target) -> CommandFailure {
        if AllKinds.schemas[target.kind]?.isAction == true {
            return CommandFailure(
                "\(target.address) is something done, not something there: there is nothing to import.",
                hint: "`reconcile apply` does it, or sees from the machine's history that it was done.")
        }
        return CommandFailure(
            "\(target.kind) has no tags: it is known by its own name or its place, so there is nothing to import.",
            hint: "`reconcile apply` adopts it where it is as the spec names it.")
    }
}
