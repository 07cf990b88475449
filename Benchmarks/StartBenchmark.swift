import Values

/// Commands that need no spec, state or cloud: from process start to the first byte.
struct StartBenchmark {
    static let commands = [["help"], ["help", "plan"], ["version"], ["completion", "bash"]]
    let program: String

    /// One result a command: `command`, `medianMs`, `maximumMs`, each of the first byte, and `endedMs`, the median of the
    /// whole.
    func run(times: Int) throws(BenchmarkFailure) -> [Value] {
        var results: [Value] = []
        for words in Self.commands {
            var first: [Double] = []
            var ended: [Double] = []
            for _ in 0..<times {
                let child = try ChildProcess.run([program] + words)
                guard child.code == 0, let span = child.firstByteMilliseconds else {
                    throw BenchmarkFailure("\(words.joined(separator: " ")) ended with \(child.code)")
                }
                first.append(span)
                ended.append(child.milliseconds)
            }
            results.append([
                "command": .string(words.joined(separator: " ")), "medianMs": .double(first.median),
                "maximumMs": .double(first.max() ?? 0), "endedMs": .double(ended.median),
            ])
        }
        return results
    }
}
