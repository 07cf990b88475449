import Diagnostics
import Documents
import FoundationEssentials
import Specs
import Values

/// All that is measured, part by part.
struct Suite {
    let arguments: Arguments
    /// This program, which runs itself once for each measurement of memory.
    let own: String
    let tell: (String) -> Void

    /// The results by part.
    func run() throws(BenchmarkFailure) -> [String: [Value]] {
        var results: [String: [Value]] = [:]
        if arguments.only.contains("planner") { results["planner"] = try planner() }
        if arguments.only.contains("journal") { results["journal"] = try journal() }
        if arguments.only.contains("start") {
            tell("start to first byte")
            results["start"] = try StartBenchmark(program: arguments.program).run(times: 41)
        }
        if arguments.only.contains("empty-plan") {
            results["empty-plan"] = [
                try inFolder(".build") { folder throws(BenchmarkFailure) in
                    tell("empty plan")
                    return try EmptyPlanBenchmark(
                        program: arguments.program, folder: folder, specPath: arguments.specPath
                    ).run(times: 41)
                }
            ]
        }
        if arguments.only.contains("critical-path") {
            tell("critical path")
            let ideal = try IdealRun(spec: try spec(), interval: .milliseconds(250), latency: arguments.latency).run()
            results["critical-path"] = [
                [
                    "latencyMs": .int(arguments.latency.milliseconds), "idealMs": .int(ideal.span.milliseconds),
                    "polledMs": .int(ideal.polled.milliseconds), "expectedMs": .int(ideal.expected.milliseconds),
                ]
            ]
        }
        if arguments.only.contains("apply") {
            let spec = try spec()
            results["apply"] = try inFolder(".build") { folder throws(BenchmarkFailure) in
                tell("apply")
                return try ApplyBenchmark(
                    program: arguments.program, folder: folder, specPath: arguments.specPath, spec: spec
                ).run(speeds: arguments.speeds, times: 3)
            }
        }
        return results
    }

    private func planner() throws(BenchmarkFailure) -> [Value] {
        var results: [Value] = []
        for size in arguments.sizes {
            for situation in PlannerBenchmark.Situation.allCases {
                tell("planner: \(size), \(situation)")
                let ended = try ChildProcess.run([own, "--child", "\(size),\(situation)"], errors: nil)
                guard ended.code == 0 else { throw BenchmarkFailure("\(size) \(situation): exit \(ended.code)") }
                do throws(Diagnostic) {
                    var result = try JSON.value(from: ended.output)
                    result["situation"] = .string(situation.rawValue)
                    results.append(result)
                } catch {
                    throw BenchmarkFailure("\(size) \(situation) answered \(ended.output)")
                }
            }
        }
        return results
    }

    private func journal() throws(BenchmarkFailure) -> [Value] {
        var results: [Value] = []
        for place in arguments.folders {
            for batch in [1, 8] {
                tell("journal: \(place), \(batch) in a transaction")
                var result = try inFolder(place) { folder throws(BenchmarkFailure) in
                    try JournalBenchmark(folder: folder, batch: batch, count: 4_000).run()
                }
                result["folder"] = .string(place)
                result["batch"] = .int(batch)
                results.append(result)
            }
        }
        return results
    }

    private func spec() throws(BenchmarkFailure) -> Spec {
        guard let bytes = FileManager.default.contents(atPath: arguments.specPath) else {
            throw BenchmarkFailure("\(arguments.specPath) can't be read")
        }
        guard let spec = SpecReader.read(Array(bytes), file: arguments.specPath).spec else {
            throw BenchmarkFailure("\(arguments.specPath) is not a valid spec")
        }
        return spec
    }

    /// Does something in a new folder, which goes when that ends well and stays for whoever looks for the cause else.
    private func inFolder<Output>(
        _ parent: String, _ body: (String) throws(BenchmarkFailure) -> Output
    ) throws(BenchmarkFailure) -> Output {
        let folder = "\(parent)/reconcile-benchmark-\(UInt32.random(in: 0 ... .max))"
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw BenchmarkFailure("\(folder) can't be made")
        }
        let output = try body(folder)
        try? FileManager.default.removeItem(atPath: folder)
        return output
    }
}
