import Documents
import FakeAWS
import Reports
import Terminal
import Values

/// `reconcile fake rows`.
enum FakeRows {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let databases = try FakeClouds.edit(try FakeClouds.open(options)) { $0.databases() }
        if options.has("json") {
            output.result(
                JSON.pretty(
                    .list(
                        databases.map {
                            [
                                "database": .string($0.name), "acknowledged": .int($0.acknowledged),
                                "missing": .int($0.missing), "refused": .int($0.refused),
                                "takesWrites": .bool(!$0.isFrozen), "follows": $0.source.map(Value.string) ?? .null,
                            ]
                        })))
            return 0
        }
        guard !databases.isEmpty else {
            output.result("Nobody has written anything yet.")
            return 0
        }
        let lines = databases.map {
            [
                $0.name, "\($0.acknowledged)", "\($0.missing)", "\($0.refused)", $0.isFrozen ? "no" : "yes",
                $0.source ?? "-",
            ]
        }
        output.table([["DATABASE", "ACKNOWLEDGED", "MISSING", "REFUSED", "TAKES WRITES", "FOLLOWS"]] + lines)
        return 0
    }
}
