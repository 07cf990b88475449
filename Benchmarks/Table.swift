import Values

/// The results for people: what was measured, the goal, and whether it holds.
struct Table {
    private let results: [String: [Value]]

    init(_ results: [String: [Value]]) { self.results = results }

    var lines: [String] {
        var lines: [String] = []
        if let rows = results["planner"] {
            lines += ["Planner, desired x observed -> plan (goal: 20,000 resources under 500 ms and 300 MiB)"]
            lines += Self.aligned(
                [["resources", "situation", "plan ms", "processor ms", "us/resource", "blueprint ms", "peak MiB"]]
                    + rows.map { row in
                        let count = row.number("resources") ?? 1
                        return [
                            String(count), row.text("situation") ?? "", Self.one(row["planMs"]),
                            Self.one(row["processorMs"]),
                            Self.one((Self.number(row["processorMs"]) * 1000) / Double(count)),
                            Self.one(row["blueprintMs"]), String(row.number("peakMiB") ?? 0),
                        ]
                    })
        }
        if let rows = results["journal"] {
            lines += ["Journal, synchronous=FULL (goal: 1,000 records a second on tmpfs, one in a transaction)"]
            lines += Self.aligned(
                [["folder", "records in a transaction", "records/s"]]
                    + rows.map { row in
                        [
                            row.text("folder") ?? "", String(row.number("batch") ?? 0),
                            Self.whole(row["recordsPerSecond"]),
                        ]
                    })
        }
        if let rows = results["start"] {
            lines += ["Process start to the first byte (goal: 30 ms)"]
            lines += Self.aligned(
                [["command", "median ms", "maximum ms", "ended ms"]]
                    + rows.map { row in
                        [
                            row.text("command") ?? "", Self.one(row["medianMs"]), Self.one(row["maximumMs"]),
                            Self.one(row["endedMs"]),
                        ]
                    })
        }
        if let row = results["empty-plan"]?.first {
            lines += ["Empty plan of phase 4, process start to exit (goal: 50 ms)"]
            lines += Self.aligned([
                ["median ms", "maximum ms", "peak MiB"],
                [Self.one(row["medianMs"]), Self.one(row["maximumMs"]), String(row.number("peakMiB") ?? 0)],
            ])
        }
        if let rows = results["apply"], let first = rows.first {
            lines += [
                "Apply of phase 4 from nothing (goal: 1.1 times the critical path of what the fake cloud takes)",
                "  critical path \(first.number("idealSeconds") ?? 0) simulated s; with the program's own poll intervals "
                    + "and slots \(first.number("polledSeconds") ?? 0) s; the plan expects "
                    + "\(first.number("expectedSeconds") ?? 0) s",
            ]
            lines += Self.aligned(
                [["speed", "wall ms", "critical path ms", "ratio", "peak MiB"]]
                    + rows.map { row in
                        [
                            String(row.number("speed") ?? 0), Self.whole(row["wallMs"]), Self.whole(row["idealMs"]),
                            Self.three(row["ratio"]), String(row.number("peakMiB") ?? 0),
                        ]
                    })
        }
        return lines
    }

    private static func aligned(_ rows: [[String]]) -> [String] {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            "  "
                + zip(row, widths).map { text, width in
                    String(repeating: " ", count: width - text.count) + text
                }.joined(separator: "  ")
        } + [""]
    }

    private static func number(_ value: Value?) -> Double {
        switch value {
        case .double(let number)?: number
        case .int(let number)?: Double(number)
        default: 0
        }
    }

    private static func one(_ value: Value?) -> String { one(number(value)) }
    private static func one(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }
    private static func three(_ value: Value?) -> String { "\((number(value) * 1000).rounded() / 1000)" }
    private static func whole(_ value: Value?) -> String { String(Int(number(value).rounded())) }
}
