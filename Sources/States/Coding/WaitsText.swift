import Documents
import Engine
import Values

/// What a step waited for, as the journal's column holds it.
enum WaitsText {
    static func text(_ waits: [StepWait]) -> String {
        guard !waits.isEmpty else { return "" }
        return JSON.text(
            of: .list(waits.map { ["reason": .string($0.reason), "since": .int($0.since.milliseconds)] }))
    }

    /// Text of another form gives nothing: waits explain a run and decide nothing.
    static func waits(_ text: String) -> [StepWait] {
        guard !text.isEmpty, let value = try? JSON.value(from: text) else { return [] }
        return value.elements.compactMap { wait in
            guard let reason = wait.text("reason"), let since = wait.number("since") else { return nil }
            return StepWait(reason: reason, since: Instant(milliseconds: since))
        }
    }
}
