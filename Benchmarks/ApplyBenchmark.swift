import Specs
import Values

/// `apply` of phase 4 from nothing by the real program, against the shortest time that the fake cloud allows.
struct ApplyBenchmark {
    let program: String
    let folder: String
    let specPath: String
    let spec: Spec

    /// The members of a result: `speed`, `wallMs`, `idealMs`, `ratio`, `peakMiB`, and simulated seconds.
    func run(speeds: [Int], times: Int) throws(BenchmarkFailure) -> [Value] {
        let ideal = try IdealRun(spec: spec, interval: .milliseconds(250)).run()
        var results: [Value] = []
        for speed in speeds {
            var walls: [Double] = []
            var peak = 0
            for time in 0..<times {
                let state = "\(folder)/apply-\(speed)-\(time).db"
                let ended = try ChildProcess.run(
                    [
                        program, "apply", specPath, "--yes", "--speed", String(speed), "--state", state,
                    ], errors: "\(state).log")
                guard ended.code == 0 else {
                    throw BenchmarkFailure("apply ended with \(ended.code): see \(state).log")
                }
                walls.append(ended.milliseconds)
                peak = max(peak, ended.peakKiB)
            }
            let least = Double(ideal.span.milliseconds) / Double(speed)
            results.append([
                "speed": .int(speed), "wallMs": .double(walls.median), "idealMs": .double(least),
                "ratio": .double(walls.median / least), "idealSeconds": .int(ideal.span.seconds),
                "polledSeconds": .int(ideal.polled.seconds), "expectedSeconds": .int(ideal.expected.seconds),
                "peakMiB": .int(peak / 1024),
            ])
        }
        return results
    }
}
