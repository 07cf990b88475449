import Blueprints
import Documents
import Planning
import States
import Terminal
import Values

/// `reconcile version`.
enum Version {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        guard options.has("json") else {
            output.result("reconcile \(Program.version)")
            return 0
        }
        output.result(
            JSON.pretty([
                "version": .string(Program.version), "planFormat": .int(Plan.formatVersion),
                "savedPlanFormat": .int(SavedPlan.formatVersion), "phases": .int(Blueprint.latestPhase + 1),
                "providers": ["aws", "fake"], "stateSchema": .int(StateStore.schemaVersion),
                "exportedState": .int(ExportedState.formatVersion),
            ]))
        return 0
    }
}
