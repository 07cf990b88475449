import Capacity
import Documents
import FoundationEssentials
import Reports
import Resources
import Simulator
import Specs
import Terminal
import Values

/// `reconcile simulate SPEC`.
enum Simulate {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let spec = try lessened(try Session.readSpec(options.words[0], options, output), options)
        let play = Simulation.Play(
            mix: try mix(options, output), keep: try keep(options),
            canary: options.value("canary").flatMap(Canary.init))
        let origin = try origin(of: spec, options, output)
        let simulation = Simulation(
            spec, from: origin, way: try way(of: spec, from: origin, options),
            allowing: Set(options.all("allow-destroy").map { Address($0) }), under: try load(on: spec, options, output),
            seed: UInt64(options.number("seed", 1)),
            runs: options.number("runs", 100), play: play)
        let outcome = await simulation.run(parallelism: ProcessInfo.processInfo.activeProcessorCount)
        let broken = outcome.runs.first { !$0.result.breaches.isEmpty }
        if let broken {
            output.note("Seed \(broken.seed): \(broken.result.problems[0])")
            output.note("Looking for the least that breaks it.")
        }
        let shrunk = outcome.scene.flatMap { scene in broken.flatMap { Shrinking.shrink($0.seed, in: scene, play) } }
        let report = SimulationReport(outcome, again: command(options), shrunk: shrunk)
        if let path = options.value("report") { try write(report, play, to: path, options, output) }
        if options.has("json") {
            output.result(JSON.pretty(report.value))
        } else {
            report.lines.forEach { output.result($0) }
        }
        return outcome.isSound ? 0 : 1
    }

    // MARK: What is asked

    private static func origin(
        of spec: Spec, _ options: Options, _ output: TextOutput
    ) throws -> Simulation.Origin {
        if options.has("from-state") {
            guard options.value("from") == nil else {
                throw UsageProblem("--from and --from-state exclude each other")
            }
            return .start(try StateOrigin.start(spec, options))
        }
        guard let path = options.value("from") else { return .nothing }
        let from = try lessened(try Session.readSpec(path, options, output), options)
        guard from.name == spec.name else {
            throw UsageProblem(
                "\(options.words[0]) is of \(spec.name), but --from is of \(from.name)",
                hint: "Both must be specs of one platform.")
        }
        return .spec(from)
    }

    /// What people ask meanwhile; nil where nobody said how many they are.
    private static func load(on spec: Spec, _ options: Options, _ output: TextOutput) throws -> Load? {
        guard let users = options.value("users").flatMap({ Int($0) }) else {
            guard options.value("load") == nil, options.value("mix") == nil else {
                throw UsageProblem("--load and --mix say what users ask", hint: "Say how many they are with --users N.")
            }
            return nil
        }
        let model = try LoadModels.model(users: users, options, output)
        var paths: [String: Int] = [:]
        for service in spec.services { paths[service.path] = service.weight }
        return Load(
            requestsPerSecond: max(1, Int(model.peak.rounded())), paths: paths, demand: LoadModels.demand(model))
    }

    private static func way(of spec: Spec, from origin: Simulation.Origin, _ options: Options) throws -> Way {
        switch (options.value("failover"), options.value("lost")) {
        case (nil, nil): return .road
        case (let region?, nil):
            let others = spec.regions.map(\.name).dropFirst()
            guard spec.phase >= 4, others.contains(region) else {
                throw UsageProblem(
                    "--failover names another region of a spec of phase 4",
                    hint: others.isEmpty ? "" : "One of: \(others.joined(separator: ", ")).")
            }
            return .failover(region)
        case (nil, let region?):
            try checkLoss(of: region, spec, from: origin)
            return .losing(region)
        case (_?, _?): throw UsageProblem("--failover and --lost exclude each other")
        }
    }

    private static func checkLoss(of region: String, _ spec: Spec, from origin: Simulation.Origin) throws {
        guard !spec.regions.contains(where: { $0.name == region }) else {
            throw UsageProblem(
                "\(region) is named by the spec, and --lost gives it up",
                hint: "Name the spec that goes on without it.")
        }
        switch origin {
        case .nothing: throw UsageProblem("--lost takes a platform to lose it: --from or --from-state")
        case .spec(let from):
            guard from.phase >= 4, from.regions.contains(where: { $0.name == region }) else {
                throw UsageProblem("--lost names a region of the spec of phase 4 that --from names")
            }
        case .start(let start):
            guard start.regions.contains(region) else {
                throw UsageProblem(
                    "The state knows nothing of \(spec.name) in \(region)",
                    hint: "It knows \(start.regions.sorted().joined(separator: ", ")).")
            }
        }
    }

    /// The spec without the services that `--without` names.
    private static func lessened(_ spec: Spec, _ options: Options) throws -> Spec {
        var spec = spec
        for name in options.all("without") {
            guard spec.services.contains(where: { $0.name == name }), spec.services.count > 1 else {
                throw UsageProblem("\(spec.name) has no service `\(name)` that it could be without")
            }
            spec.services.removeAll { $0.name == name }
        }
        return spec
    }

    private static func mix(_ options: Options, _ output: TextOutput) throws -> FaultMix {
        let name = options.value("faults") ?? "light"
        if let mix = FaultMix.named.first(where: { $0.name == name }) { return mix }
        guard FileManager.default.fileExists(atPath: name) else {
            throw UsageProblem(
                "`\(name)` is neither none, light or heavy nor a file",
                hint: "A file says in JSON how much goes wrong; docs/simulate.md describes it.")
        }
        let reading = FaultMix.read(try Files.read(name), file: name)
        for line in DiagnosticReport.lines(reading.diagnostics) { output.note(line) }
        guard let mix = reading.mix else {
            throw CommandFailure(["\(name) is no valid faults file; nothing was done."])
        }
        return mix
    }

    private static func keep(_ options: Options) throws -> Set<Int>? {
        guard let text = options.value("keep") else { return nil }
        guard text != "none" else { return [] }
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.allSatisfy({ $0 != nil }) else {
            throw UsageProblem("--keep takes numbers with commas between them, or `none`, not `\(text)`")
        }
        return Set(numbers.compactMap { $0 })
    }

    // MARK: What is told

    /// The command without `--seed`, `--runs` and `--keep`.
    private static func command(_ options: Options) -> String {
        var command = "reconcile simulate \(options.words[0])"
        if let from = options.value("from") { command += " --from \(from)" }
        if options.has("from-state") { command += " --from-state" }
        for name in ["failover", "lost"] {
            if let region = options.value(name) { command += " --\(name) \(region)" }
        }
        for name in ["state", "cloud"] {
            if options.has("from-state"), let path = options.value(name) { command += " --\(name) \(path)" }
        }
        for name in ["users", "load", "mix", "set", "var-file", "without", "allow-destroy"] {
            for value in options.all(name) { command += " --\(name) \(value)" }
        }
        if let canary = options.value("canary") { command += " --canary \(canary)" }
        return command + " --faults \(options.value("faults") ?? "light")"
    }

    private static func write(
        _ report: SimulationReport, _ play: Simulation.Play, to path: String, _ options: Options, _ output: TextOutput
    ) throws {
        var recordings: [Recording] = []
        if let scene = report.outcome.scene {
            recordings = [scene.quietRecording].compactMap { $0 }
            recordings += report.worst(5).compactMap { scene.recording($0.seed, play) }
        }
        let seed = options.number("seed", 1)
        let all = "\(command(options)) --seed \(seed) --runs \(options.number("runs", 100))"
        let page = SimulationPage(
            report, recordings: recordings, title: "Rehearsals of \(options.words[0])", command: all)
        try Files.makeFolder(of: path)
        try Files.write(page.html, to: path)
        output.note("The report is in \(path).")
    }
}
