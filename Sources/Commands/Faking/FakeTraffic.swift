import Documents
import FakeAWS
import Reports
import Terminal
import Values

/// `reconcile fake traffic`.
enum FakeTraffic {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let rows = try FakeClouds.edit(try FakeClouds.open(options)) { $0.traffic() }
        if options.has("json") {
            output.result(
                JSON.pretty(
                    .list(
                        rows.map {
                            [
                                "region": .string($0.region), "answered": .int($0.answered), "failed": .int($0.failed),
                                "failedInRestarts": .int($0.restarting),
                                "unavailableSeconds": .int($0.unavailable.seconds),
                            ]
                        })))
            return 0
        }
        guard !rows.isEmpty else {
            output.result("Nobody has asked a load balancer anything yet.")
            return 0
        }
        let lines = rows.map { [$0.region, "\($0.answered)", "\($0.failed)", $0.unavailable.words] }
        output.table([["REGION", "ANSWERED", "FAILED", "MOST FAILED FOR"]] + lines)
        return 0
    }
}
