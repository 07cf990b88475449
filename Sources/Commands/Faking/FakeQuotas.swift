import FakeAWS
import Terminal

/// `reconcile fake quota`.
enum FakeQuotas {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let (region, code) = (options.words[0], options.words.count > 1 ? options.words[1] : nil)
        let stored = try FakeClouds.open(options)
        guard let code else {
            let rows = try FakeClouds.snapshot(stored).quotas(in: region).map {
                [$0.service, $0.code, "\($0.allowed)", $0.name]
            }
            output.table([["SERVICE", "CODE", "ALLOWED", "WHAT"]] + rows)
            return 0
        }
        let word = options.words.count > 2 ? options.words[2] : ""
        guard let value = Int(word), (0...1_000_000).contains(value) else {
            throw UsageProblem("`\(word)` is no number that a quota can have", hint: "For example 20.")
        }
        guard let name = try FakeClouds.edit(stored, { $0.setQuota(code, in: region, to: value) }) else {
            throw CommandFailure(
                "No quota has the code \(code) here.", hint: "See `reconcile fake quota \(region)`.")
        }
        output.result("\(name) in \(region): \(value) allowed.")
        return 0
    }
}
