import Documents
public import Simulator
import Values

/// What rehearsals showed, as one HTML page that needs nothing else: no network, no other file.
public struct SimulationPage: Sendable {
    private let report: SimulationReport
    private let recordings: [Recording]
    private let title: String
    private let command: String

    /// - Parameters:
    ///   - recordings: what can be replayed; the first one is shown first.
    ///   - command: how the page was made.
    public init(_ report: SimulationReport, recordings: [Recording], title: String, command: String) {
        self.report = report
        self.recordings = recordings
        self.title = title
        self.command = command
    }

    /// The page.
    public var html: String {
        let outcome = report.outcome
        let sound = outcome.isSound
        let verdict =
            sound
            ? "Every invariant held in all of them."
            : "\(outcome.runs.count { !$0.result.breaches.isEmpty }) of them broke an invariant."
        return PageFrame.html(
            title: title, skip: ("replay", "To the replay"),
            header: """
                <p class="\(sound ? "good" : "bad")">\(outcome.runs.count) rehearsals. \(verdict)</p>
                <p><code>\(HTMLText.escaped(command))</code></p>
                """,
            main: [
                endings, numbers, PageParts.replay, worst,
                counts("Gates that took a stage back", "Gate", report.gates, "No gate failed."),
                counts("What stopped a run first", "Reason", report.reasons, "Nothing stopped any of them."),
                invariants, allRuns,
            ].joined(separator: "\n"),
            json: JSON.text(of: .list(recordings.map(value))), script: PageParts.script)
    }

    // MARK: Tables

    private var endings: String {
        let runs = report.outcome.runs
        let rows = Simulation.Ending.allCases.map { ending -> [String] in
            let count = runs.count { $0.ending == ending }
            let words =
                switch ending {
                case .converged: "reached the target while things went wrong"
                case .rolledBack: "a gate took a stage back; went on when it was over"
                case .stopped: "stopped with a reason; went on when it was over"
                }
            return [words, "\(count)", "\(count * 100 / max(1, runs.count)) %"]
        }
        return "<section><h2>How they ended</h2>\n"
            + PageTable.html("How rehearsals ended", ["Ending", "Runs", "Share"], rows) + "</section>"
    }

    private var numbers: String {
        let results = report.outcome.runs.map(\.result)
        let quiet = report.outcome.quiet
        func row(_ name: String, _ number: (Rehearsal.Result) -> Int, _ words: (Int) -> String) -> [String] {
            let sorted = results.map(number).sorted()
            let parts = [50, 95, 100].map {
                sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * $0 / 100)]
            }
            return [name, words(number(quiet))] + parts.map(words)
        }
        func span(_ milliseconds: Int) -> String { TimeSpan(milliseconds: milliseconds).words }
        return "<section><h2>In numbers</h2>\n"
            + PageTable.html(
                "Durations and what users noticed", ["Measure", "Without faults", "Median", "95 %", "Worst"],
                [
                    row("Duration", \.duration.milliseconds, span), row("Failed requests", \.failed) { "\($0)" },
                    row("Most requests failed for", \.unavailable.milliseconds, span),
                    row("Lost rows", \.lostRows) { "\($0)" },
                    row("Calls", \.allCalls) { "\($0)" }, row("Lives", \.lives) { "\($0)" },
                ]) + "</section>"
    }

    private func cells(_ run: Simulation.Run) -> [String] {
        let result = run.result
        let why = ([result.firstStop, result.firstStopDetail] + result.problems).filter { !$0.isEmpty }
        return [
            "\(run.seed)", run.ending.rawValue, result.duration.words, "\(result.failed)", result.unavailable.words,
            "\(result.lives)", "\(result.mishaps)", why.joined(separator: ": "),
        ]
    }

    private static let head = ["Seed", "Ending", "Duration", "Failed", "Down for", "Lives", "Mishaps", "Why"]

    private var worst: String {
        "<section><h2>The five worst, and why</h2>\n"
            + PageTable.html("The five worst rehearsals", Self.head, report.worst(5).map(cells)) + "</section>"
    }

    private func counts(
        _ title: String, _ name: String, _ counts: [(name: String, count: Int)], _ nothing: String
    ) -> String {
        let body =
            counts.isEmpty
            ? "<p>\(nothing)</p>" : PageTable.html(title, [name, "Runs"], counts.map { [$0.name, "\($0.count)"] })
        return "<section><h2>\(title)</h2>\n\(body)</section>"
    }

    private var invariants: String {
        let rows = Invariant.allCases.map { invariant in
            let broken = report.outcome.runs.count { $0.result.breaches.contains { $0.invariant == invariant } }
            return [invariant.code, invariant.sentence, invariant.moment, broken == 0 ? "held" : "broken in \(broken)"]
        }
        return "<section><h2>What must hold</h2>\n"
            + PageTable.html("Invariants", ["Number", "What", "Looked at", "Result"], rows) + "</section>"
    }

    private var allRuns: String {
        let shown = report.outcome.runs.prefix(1000)
        let more =
            report.outcome.runs.count > shown.count
            ? "<p>The first \(shown.count); <code>--json</code> has all of them.</p>" : ""
        return "<section><details><summary>Every rehearsal</summary>\n"
            + PageTable.html("Every rehearsal", Self.head, shown.map(cells)) + more + "</details></section>"
    }

    // MARK: What the replay reads

    private func value(_ recording: Recording) -> Value {
        func since(_ moment: Instant) -> Value { .int((moment - recording.began).milliseconds / 1000) }
        return [
            "name": .string(recording.name), "length": since(recording.ended),
            "stages": .list(
                recording.stages.map {
                    [
                        "name": .string($0.name), "from": since($0.began), "to": since($0.ended ?? recording.ended),
                        "result": .string($0.result),
                    ]
                }),
            "events": .list(
                recording.events.map {
                    ["at": since($0.at), "kind": .string($0.kind.rawValue), "text": .string($0.text)]
                }),
            "samples": .list(
                recording.samples.map { sample in
                    [
                        "at": since(sample.at), "lag": sample.lag.map(Value.int) ?? .null,
                        "regions": .object(
                            Members(sample.regions.map { ($0.name, .list([.int($0.answered), .int($0.failed)])) })),
                    ]
                }),
        ]
    }
}
