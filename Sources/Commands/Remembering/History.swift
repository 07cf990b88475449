import Documents
import Reports
import States
import Terminal
import Values

/// `reconcile history [RUN]`.
enum History {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let store = try Session.openStore(options)
        let runs: [RunRow]
        do throws(StateError) { runs = try store.runs(options.value("platform")) } catch { throw CommandFailure(error) }
        guard let word = options.words.first else {
            if options.value("report") != nil { throw UsageProblem("--report needs a RUN, such as `last`") }
            list(runs, options, output)
            return 0
        }
        let run = try chosen(word, runs)
        let entries: [JournalEntry]
        do throws(StateError) { entries = try store.journal(run.id) } catch { throw CommandFailure(error) }
        let report = HistoryReport(run, entries)
        if let file = options.value("report") { try writePage(of: run.id, store, to: file, output) }
        if options.has("json") {
            output.result(JSON.pretty(report.value))
        } else {
            report.lines.forEach { output.result($0) }
        }
        return 0
    }

    /// Writes the page of a run.
    static func writePage(
        of run: String, _ store: StateStore, to file: String, _ output: TextOutput
    ) throws(CommandFailure) {
        let html: String
        do throws(StateError) {
            guard let row = try store.runs().first(where: { $0.id == run }) else { return }
            html = HistoryReport(row, try store.journal(run)).page(try store.outline(of: run)).html
        } catch { throw CommandFailure(error) }
        try Files.write(html, to: file)
        output.note("The report is in \(file).")
    }

    private static func list(_ runs: [RunRow], _ options: Options, _ output: TextOutput) {
        if options.has("json") {
            output.result(JSON.pretty(.list(runs.map { HistoryReport($0, []).summary })))
            return
        }
        if runs.isEmpty { return output.note("No run yet.") }
        let rows = runs.map { run in
            [
                run.id, run.platform, HistoryReport.way(run), run.result ?? "not ended", run.began.timestamp,
                run.ended.map { ($0 - run.began).words } ?? "",
            ]
        }
        output.table([["RUN", "PLATFORM", "WAY", "RESULT", "BEGAN", "TOOK"]] + rows)
    }

    /// The run that a word means: `last`, an id or the beginning of one.
    private static func chosen(_ word: String, _ runs: [RunRow]) throws(CommandFailure) -> RunRow {
        if word == "last", let last = runs.first { return last }
        let found = runs.filter { $0.id == word || $0.id.hasPrefix(word) }
        guard let run = found.first else {
            throw CommandFailure("There is no run \(word).", hint: "See `reconcile history`.")
        }
        guard found.count == 1 || run.id == word else {
            throw CommandFailure("\(found.count) runs begin with \(word).", hint: "Say more of the id.")
        }
        return run
    }
}
