import AWSKinds
import AccountLeases
import Blueprints
import CloudCalls
import Diagnostics
import Digests
import Documents
import Migrations
import Planning
import Providers
import Reports
import Resources
import Runner
import Specs
import States
import Synchronization
import Terminal
import Values

/// One command's view of the world: the only place that wires adapters to ports.
struct Session {
    let options: Options
    let output: TextOutput
    let store: StateStore
    let spec: Spec
    private let graphs = GraphShelf()
    let place = Whereabouts()
    let connection: CloudConnection

    /// Where state lies by default.
    static let standardState = "state/reconcile.db"

    init(_ options: Options, _ output: TextOutput, spec: Spec) async throws(CommandFailure) {
        self.options = options
        self.output = output
        self.spec = spec
        // The fake cloud's file is read while ours is, and while the blueprints are drawn that most commands ask for:
        // together they are half of what an empty plan takes.
        async let opening = Self.connection(options, output, spec)
        store = try Self.openStore(options)
        for phase in 0...Blueprint.latestPhase { _ = graphs.graph(spec, phase, writer: .home(of: spec)) }
        _ = try? store.recorded(spec.name)
        connection = try await opening.get()
        guard !connection.isFar || spec.phase < 2 || !spec.cluster.isReachedByNobody else {
            throw CommandFailure(
                "cluster.endpointCIDRs has networks of examples alone (\(spec.cluster.endpointCIDRs.joined(separator: ", "))): "
                    + "nobody would reach the cluster, and this run would end half way.",
                hint: "Put the public addresses there that you call from; nothing was called but GetCallerIdentity.")
        }
        let known: PlatformRow?
        do throws(StateError) { known = try store.platform(spec.name) } catch { throw CommandFailure(error) }
        if let known, known.provider != connection.name {
            throw CommandFailure(
                "\(store.path) knows \(spec.name) as a platform of provider \(known.provider), not \(connection.name).",
                hint: "Say --provider \(known.provider), or keep this one's state elsewhere with --state PATH.")
        }
        let regions = spec.regions.map(\.name).joined(separator: ", ")
        output.note("provider \(connection.name)\(connection.place), account \(spec.account), regions \(regions)")
        if connection.name == "aws", options.value("speed") != nil {
            output.note(
                "--speed does not count here: AWS goes at its own, and `fake serve` says how fast its time goes.")
        } else if options.number("speed", 1) > CloudConnection.highestSpeed {
            output.note(
                "The fake cloud's time goes at \(CloudConnection.highestSpeed) at most, since nobody could follow it; "
                    + "--speed max jumps over every wait.")
        }
    }

    private static func connection(
        _ options: Options, _ output: TextOutput, _ spec: Spec
    ) async -> Result<CloudConnection, CommandFailure> {
        do throws(CommandFailure) {
            return .success(
                try await CloudConnection.open(
                    options, output, account: spec.account, region: spec.regions.first?.name ?? "us-east-1"))
        } catch {
            return .failure(error)
        }
    }

    var clock: any TimeSource { connection.clock }
    var virtualClock: VirtualClock? { connection.virtualClock }
    var provider: Provider { connection.provider }
    /// What the provider's changes ask.
    var fence: Fence { connection.fence }
    /// How many times as long as planned a step or a gate may take.
    var patience: Int { connection.patience }

    /// A lease in the account's region; nil for the fake cloud in process, which nobody reaches from another machine.
    func leaseObject(in region: String) -> LeaseObject? {
        guard connection.name == "aws" else { return nil }
        return LeaseObject(
            platform: spec.name, account: spec.account, region: region, aws: connection.calls, time: clock,
            attemptLimit: provider.attemptLimit)
    }

    static func openStore(_ options: Options) throws(CommandFailure) -> StateStore {
        let path = options.value("state") ?? standardState
        try Files.makeFolder(of: path)
        do throws(StateError) { return try StateStore(path: path) } catch { throw CommandFailure(error) }
    }

    static func cloudPath(_ options: Options) -> String {
        if let path = options.value("cloud") { return path }
        let state = options.value("state") ?? standardState
        let name = state.split(separator: "/").last ?? ""
        let stem = name.contains(".") ? String(state[..<(state.lastIndex(of: ".") ?? state.endIndex)]) : state
        return stem + ".cloud.db"
    }

    /// Reads the spec that the command names, with `--set` and `--var-file`.
    static func readSpec(_ path: String, _ options: Options, _ output: TextOutput) throws(CommandFailure) -> Spec {
        let reading = try read(path, options)
        for line in DiagnosticReport.lines(reading.diagnostics) { output.note(line) }
        guard let spec = reading.spec else {
            throw CommandFailure(["\(path) is not a valid spec; nothing was done."])
        }
        return spec
    }

    /// Reads a spec and says what its blueprint has to say, too.
    static func read(_ path: String, _ options: Options) throws(CommandFailure) -> SpecReader.Reading {
        var overrides: [SpecOverride] = []
        for file in options.all("var-file") {
            let bytes = try Files.read(file)
            do throws(Diagnostic) {
                let document = try JSONReader.read(bytes, file: file)
                guard case .object(let members) = document.root.content else {
                    throw Diagnostic("spec.badOverride", "\(file) must be an object of path and value.")
                }
                overrides += members.map { SpecOverride(path: $0.name, value: $0.value, source: file) }
            } catch {
                throw CommandFailure(DiagnosticReport.lines([error]))
            }
        }
        for setting in options.all("set") {
            guard let override = SpecOverride(setting: setting) else {
                throw CommandFailure("--set takes PATH=VALUE, not `\(setting)`.")
            }
            overrides.append(override)
        }
        let reading = SpecReader.read(try Files.read(path), file: path, overrides: overrides)
        guard let spec = reading.spec else { return reading }
        let told = Blueprint.problems(of: spec).map { problem in
            Diagnostic(
                problem.code, problem.message, severity: problem.isWarning ? .warning : .error,
                at: reading.places[problem.path] ?? Location(file: path, line: 1, column: 1), path: problem.path,
                hint: problem.hint)
        }
        return SpecReader.Reading(
            spec: told.contains { $0.severity == .error } ? nil : spec, diagnostics: reading.diagnostics + told,
            places: reading.places)
    }

    // MARK: Observing and planning

    /// Runs async work on the real clock, or with `--speed max` in virtual time.
    func run<Output: Sendable>(_ body: @escaping @Sendable () async -> Output) async throws(CommandFailure) -> Output {
        try await connection.run(body)
    }

    /// The same for work that may fail, with its own error.
    func attempt<Output: Sendable, Failure>(
        _ body: @escaping @Sendable () async throws(Failure) -> Output
    ) async throws(CommandFailure) -> Result<Output, Failure> {
        try await connection.attempt(body)
    }

    /// What the spec wants of the platform as it stands, as far as that was read yet.
    var shapes: Shapes { place.shapes ?? Shapes(spec, writer: nil, on: graphs) }

    /// Takes over where the platform stands from what state or cloud say of it.
    func readStanding(_ observed: [ResourceObservation]) {
        place.learn(Standing(observed: observed)?.writer) {
            Shapes(spec, observed: observed.filter { !isGone($0) }, writer: $0, on: graphs)
        }
    }

    /// What state says of the platform; nil when it doesn't know it.
    func platform() throws(CommandFailure) -> PlatformRow? {
        do throws(StateError) { return try store.platform(spec.name) } catch { throw CommandFailure(error) }
    }

    /// Takes over what was observed of what state knows.
    func remember(_ observed: [ResourceObservation]) throws(CommandFailure) {
        do throws(StateError) { _ = try store.refresh(spec.name, observed) } catch { throw CommandFailure(error) }
    }

    /// The phase that the platform is in; nil when nothing of it is whole.
    func currentPhase(_ observed: [ResourceObservation]) throws(CommandFailure) -> Int? {
        // State knows of a platform that was begun and never whole: it is built straight on.
        if let row = try platform() { return row.phase }
        return Standing.phase(observed: observed)
    }

    func recorded() throws(CommandFailure) -> [RecordedResource] {
        do throws(StateError) { return try store.recorded(spec.name) } catch { throw CommandFailure(error) }
    }
}
