import AWSServing
import Documents
import FakeAWS
import Values

/// What `fake serve` shows at `/`: the cloud by region, and what was called.
struct ServedPage {
    let cloud: Cloud
    let calls: [(name: String, entry: CallLedger.Entry)]
    let speed: Int

    private var things: [CloudObject] {
        cloud.objects.values.filter { !$0.isBookkeeping }.sorted { ($0.region, $0.sequence) < ($1.region, $1.sequence) }
    }

    /// For scripts: `Accept: application/json`.
    var json: String {
        JSON.pretty([
            "account": .string(cloud.account), "time": .string(cloud.now.timestamp), "speed": .int(speed),
            "resources": .list(things.map(FakeList.value)),
            "calls": .object(
                Members(
                    calls.map { call in
                        (
                            call.name,
                            [
                                "calls": .int(call.entry.calls), "known": .bool(call.entry.isKnown),
                                "refusals": .object(Members(call.entry.refusals.map { ($0.key, .int($0.value)) })),
                            ]
                        )
                    })),
        ])
    }

    var html: String {
        let regions = Dictionary(grouping: things, by: \.region).sorted { $0.key < $1.key }
        let sections = regions.map { region, things in
            Self.table(
                "\(region) (\(things.count))", ["Kind", "Id", "Status", "Name"],
                things.map { [$0.key.type, $0.id, $0.shownStatus, $0.tags["Name"] ?? ""] })
        }
        let called = calls.map { call in
            [
                call.name, "\(call.entry.calls)",
                call.entry.refusals.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "),
                call.entry.isKnown ? "" : "not answered here",
            ]
        }
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>fake AWS, account \(HTMLText.escaped(cloud.account))</title>
            <style>
            body { font: 14px/1.5 sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
            table { border-collapse: collapse; width: 100% } h2 { margin-top: 2rem; font-size: 1.1rem }
            th, td { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #8884 }
            td:nth-child(2) { font-family: monospace }
            @media (prefers-color-scheme: dark) { body { background: #181818; color: #ddd } }
            </style></head><body>
            <h1>fake AWS, account \(HTMLText.escaped(cloud.account))</h1>
            <p>The cloud's clock shows \(cloud.now.timestamp) and runs \(speed) times as fast as the wall's.</p>
            \(sections.isEmpty ? "<p>Nothing is in it yet.</p>" : sections.joined(separator: "\n"))
            \(Self.table("Calls since the start", ["Operation", "Calls", "Refused", ""], called))
            </body></html>

            """
    }

    private static func table(_ title: String, _ names: [String], _ rows: [[String]]) -> String {
        let head = names.map { "<th>\(HTMLText.escaped($0))</th>" }.joined()
        let body = rows.map { row in "<tr>" + row.map { "<td>\(HTMLText.escaped($0))</td>" }.joined() + "</tr>" }
        return "<h2>\(HTMLText.escaped(title))</h2><table><tr>\(head)</tr>\n\(body.joined(separator: "\n"))</table>"
    }
}
