import Documents
import Engine
public import Values

/// A run as one HTML page that needs nothing else: no network, no other file. Everything in it can be read without its
/// script, which only filters.
public struct RunPage: Sendable {
    private let timeline: RunTimeline
    private let title: String
    private let result: String
    private let isGood: Bool
    private let command: String
    private let value: Value

    /// - Parameters:
    ///   - result: how it went, in words.
    ///   - command: what was run.
    ///   - value: the run as JSON, as `history --json` gives it.
    public init(
        _ timeline: RunTimeline, title: String, result: String, isGood: Bool, command: String, value: Value
    ) {
        self.timeline = timeline
        self.title = title
        self.result = result
        self.isGood = isGood
        self.command = command
        self.value = value
    }

    /// The page.
    public var html: String {
        PageFrame.html(
            title: title, style: RunPageParts.style, skip: ("steps", "To the steps"),
            header: """
                <p class="\(isGood ? "good" : "bad")">\(HTMLText.escaped(result))</p>
                <p>Began \(timeline.began.timestamp), took \((timeline.ended - timeline.began).words).</p>
                <p><code>\(HTMLText.escaped(command))</code></p>
                """,
            main: [failures, criticalPath, concurrency, steps, waits, stages].joined(separator: "\n"),
            json: JSON.text(of: data), script: RunPageParts.script)
    }

    private func section(_ id: String, _ title: String, _ body: String) -> String {
        "<section aria-labelledby=\"\(id)\"><h2 id=\"\(id)\">\(title)</h2>\n\(body)</section>"
    }

    private func clock(_ moment: Instant) -> String {
        let seconds = (moment - timeline.began).seconds
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    // MARK: Tables

    private var failures: String {
        let failed = timeline.bars.filter { !$0.failure.isEmpty }
        guard !failed.isEmpty else { return "" }
        return section(
            "failures", "What failed",
            PageTable.html(
                "Steps that failed", ["Step", "When", "Why"],
                failed.map { [$0.step, clock($0.ended ?? $0.began), $0.failure] }))
    }

    private var criticalPath: String {
        let rows = timeline.criticalPath.map { link in
            [
                link.name, clock(link.began), (link.ended - link.began).words,
                link.isStep ? "" : "no step of the way ran",
            ]
        }
        let body =
            rows.isEmpty
            ? "<p>No step ran.</p>"
            : PageTable.html(
                "The steps that made it as long as it was; a shorter run begins here",
                ["Step", "From", "Took", "Note"],
                rows)
        return section("path", "Critical path", body)
    }

    private var waits: String {
        let all = timeline.waits.filter { $0.span >= .seconds(1) }
        guard !all.isEmpty else { return section("waits", "Waits", "<p>No step waited for anything it named.</p>") }
        let rows = all.prefix(100).map { [$0.step, $0.reason, clock($0.since), $0.span.words] }
        return section(
            "waits", "Waits",
            PageTable.html("What steps waited for, the longest first", ["Step", "For", "From", "How long"], rows)
                + (all.count > 100 ? "<p>And \(all.count - 100) shorter ones.</p>" : ""))
    }

    private var stages: String {
        guard !timeline.stages.isEmpty else { return "" }
        let rows = timeline.stages.map { stage in
            [
                stage.name, clock(stage.began), ((stage.ended ?? timeline.ended) - stage.began).words,
                stage.result.isEmpty ? "not passed" : stage.result, stage.measured,
            ]
        }
        return section(
            "stages", "Stages",
            PageTable.html(
                "Stages and what their gates measured", ["Stage", "From", "Took", "Result", "Measured"], rows))
    }

    // MARK: Drawings

    /// Where a moment lies, in thousandths of the run.
    private func place(_ moment: Instant) -> Int {
        (moment - timeline.began).milliseconds * 1000 / max(1, (timeline.ended - timeline.began).milliseconds)
    }

    private var concurrency: String {
        let steps = timeline.concurrency
        let most = steps.map(\.count).max() ?? 0
        var points = ["0,100"]
        var height = 100
        for step in steps {
            points.append("\(place(step.at)),\(height)")
            height = 100 - step.count * 90 / max(1, most)
            points.append("\(place(step.at)),\(height)")
        }
        points.append("1000,\(height)")
        let words = "At most \(most) steps ran at once"
        return section(
            "concurrency", "Concurrency",
            """
            <figure><svg class="chart" viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label="\(words)">
            <polygon points="\(points.joined(separator: " ")) 1000,100"/></svg>
            <figcaption>\(words); from 0:00:00 to \(clock(timeline.ended)).</figcaption></figure>
            """)
    }

    private var steps: String {
        var lines: [String] = []
        var stage: String?
        for bar in timeline.bars {
            if bar.stage != stage, !bar.stage.isEmpty {
                lines.append(
                    "<tr class=\"stage\"><th colspan=\"5\" scope=\"colgroup\">\(HTMLText.escaped(bar.stage))</th></tr>")
            }
            stage = bar.stage
            lines.append(row(bar))
        }
        let body = """
            <div class="controls"><label for="filter">Filter</label> <input id="filter" type="search">
            <label><input id="critical" type="checkbox"> Critical path only</label>
            <span id="count" role="status"></span></div>
            <div class="scroll" tabindex="0" role="region" aria-label="Table of the steps"><table class="steps">
            <caption>Lighter: it waited for something. Line below a bar: expected. ● lies on the critical path.</caption>
            <thead><tr><th scope="col">Step</th><th scope="col">From</th><th scope="col">Took</th>
            <th scope="col">Expected</th><th scope="col">Over time</th></tr></thead><tbody>
            \(lines.joined(separator: "\n"))
            </tbody></table></div>
            """
        return section("steps", "Steps over time", body)
    }

    private func row(_ bar: RunTimeline.Bar) -> String {
        let end = bar.ended ?? timeline.ended
        func rect(_ from: Instant, _ to: Instant, _ kind: String, y: Int = 3, height: Int = 10) -> String {
            let x = place(from)
            let size = "width=\"\(max(2, place(to) - x))\" height=\"\(height)\""
            return "<rect class=\"\(kind)\" x=\"\(x)\" y=\"\(y)\" \(size)/>"
        }
        let kind = !bar.failure.isEmpty ? "failed" : bar.ended == nil ? "open" : bar.isCritical ? "way" : "run"
        var body = rect(bar.began, end, kind)
        if let first = bar.waits.first { body += rect(first.since, end, "wait") }
        if let expected = bar.expected, expected >= .seconds(1) {
            body += rect(bar.began, min(bar.began + expected, timeline.ended), "expected", y: 14, height: 2)
        }
        let took = bar.ended == nil ? "not ended" : (end - bar.began).words
        let waits = bar.waits.map { "\(clock($0.since)) \($0.reason)" }.joined(separator: "\n")
        let title = waits.isEmpty ? "" : "<title>\(HTMLText.escaped(waits))</title>"
        let mark = bar.isCritical ? "<span aria-label=\"critical\" role=\"img\">● </span>" : ""
        return """
            <tr class="step\(bar.isCritical ? " critical" : "")"><th scope="row">\(mark)\(HTMLText.escaped(bar.step))</th>\
            <td>\(clock(bar.began))</td><td>\(took)</td><td>\(bar.expected?.words ?? "")</td>\
            <td class="bar"><svg viewBox="0 0 1000 18" preserveAspectRatio="none" aria-hidden="true">\(title)\(body)</svg></td></tr>
            """
    }

    // MARK: Data

    private var data: Value {
        value.merging([
            "criticalPath": .list(
                timeline.criticalPath.map {
                    [
                        "name": .string($0.name), "step": .bool($0.isStep), "began": .string($0.began.timestamp),
                        "seconds": .int(($0.ended - $0.began).seconds),
                    ]
                }),
            "concurrency": .list(
                timeline.concurrency.map { ["at": .string($0.at.timestamp), "steps": .int($0.count)] }),
        ])
    }
}
