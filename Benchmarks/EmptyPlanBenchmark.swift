import Values

/// `plan` of a converged phase 4 by the real program, from process start to exit.
struct EmptyPlanBenchmark {
    let program: String
    let folder: String
    let specPath: String

    /// The members of the result: `medianMs`, `maximumMs`, `peakMiB`.
    func run(times: Int) throws(BenchmarkFailure) -> Value {
        let state = "\(folder)/empty.db"
        let applied = try ChildProcess.run(
            [program, "apply", specPath, "--yes", "--speed", "max", "--state", state], errors: "\(state).log")
        guard applied.code == 0 else { throw BenchmarkFailure("apply ended with \(applied.code): see \(state).log") }
        var spans: [Double] = []
        var peak = 0
        for _ in 0..<times {
            let ended = try ChildProcess.run([program, "plan", specPath, "--detailed-exitcode", "--state", state])
            guard ended.code == 0 else { throw BenchmarkFailure("the plan is not empty: exit \(ended.code)") }
            spans.append(ended.milliseconds)
            peak = max(peak, ended.peakKiB)
        }
        return [
            "medianMs": .double(spans.median), "maximumMs": .double(spans.max() ?? 0), "peakMiB": .int(peak / 1024),
        ]
    }
}
