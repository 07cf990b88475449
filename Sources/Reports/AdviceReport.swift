public import Capacity
public import Terminal
public import Values

/// Which phase and which sizes a load needs, for people and for programs.
public struct AdviceReport: Sendable {
    private let advice: Advice
    private let monthly: @Sendable (Alternative) -> Int?

    /// - Parameter monthly: US dollars of an alternative in a month; nil where prices are not known.
    public init(_ advice: Advice, monthly: @escaping @Sendable (Alternative) -> Int? = { _ in nil }) {
        self.advice = advice
        self.monthly = monthly
    }

    private static func grouped(_ number: Int) -> String {
        guard number != Int.max else { return "no limit" }
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    private static func percent(_ part: Double) -> String {
        part.isFinite ? "\(Int((part * 100).rounded())) %" : "-"
    }

    /// The report's lines.
    public var lines: [StyledLine] {
        let load = advice.load
        let mix = load.mix.sorted { $0.key < $1.key }.map { "\($0.key) \(Self.percent($0.value))" }
        var lines = [
            StyledLine("\(Self.grouped(load.users)) users", .title).adding(
                " (\(mix.joined(separator: ", "))): \(Self.grouped(Int(load.peak.rounded()))) requests a second in the "
                    + "busiest hour, \(Self.grouped(Int((load.peak * load.spike).rounded()))) in its busiest minute, "
                    + "\(Self.percent(load.readShare)) of them reads")
        ]
        let hours = load.hourly
        lines.append(
            StyledLine(
                "  by hour of the day, UTC: \(hours.map { "\(Int($0.rounded()))" }.joined(separator: " "))", .aside))
        lines += Table.lines([["PHASE", "HOLDS", "UP TO USERS", "VCPUS", "USD/MONTH", "LIMITED BY"]] + rows).map {
            "  \($0)"
        }
        guard let best = advice.best else {
            lines.append(StyledLine("No phase holds this load.", .danger))
            lines.append("  what ends phase 4: \(Advice.bottleneck(of: 4)). Next: \(Advice.cure(of: 4)).")
            return lines
        }
        lines.append(
            StyledLine("Phase \(best.phase) holds", .good).adding(
                best.phase > 0
                    ? ", and no phase below: what ends phase \(best.phase - 1) is that "
                        + "\(Advice.bottleneck(of: best.phase - 1))." : "."))
        lines += Table.lines([["PART", "MADE OF", "FULL", "FULL AT USERS", "HOLDS TO USERS"]] + parts(best)).map {
            "  \($0)"
        }
        if let first = best.model.bottleneck {
            lines.append(
                StyledLine("Next bottleneck", .caution).adding(
                    ": \(first.name), at \(Self.grouped(best.model.users)) users with these sizes. Phase \(best.phase) "
                        + "ends because of \(Advice.bottleneck(of: best.phase)); its cure is "
                        + "\(Advice.cure(of: best.phase))."))
        }
        if let leaner = advice.leaner {
            lines.append(
                StyledLine(
                    "Phase \(leaner.phase) would do with \(leaner.cores) vCPUs instead of \(best.cores): weigh that against "
                        + "what its cache and CDN cost by use, which is not counted here.", .note))
        }
        let far = load.mix.filter { (LoadModel.places[$0.key]?.region ?? "") != best.home }
            .reduce(0) { $0 + $1.value }
        if best.phase < 4, far >= 0.1 {
            lines.append(
                StyledLine(
                    "\(Self.percent(far)) of the users are far from \(best.home): "
                        + (best.phase < 3
                            ? "each of their requests waits for the way there and back."
                            : "the CDN is near to them, what it can't answer is not."),
                    .note))
        }
        return lines
    }

    private var rows: [[String]] {
        advice.alternatives.map { one in
            [
                "\(one.phase)", one.holds ? "yes" : "no", Self.grouped(one.model.users), "\(one.cores)",
                monthly(one).map(Self.grouped) ?? "?", one.model.bottleneck?.name ?? "",
            ]
        }
    }

    private func parts(_ one: Alternative) -> [[String]] {
        one.model.parts.map { part in
            [
                part.name, part.made, Self.percent(part.utilization),
                part.fullAt.isFinite ? Self.grouped(one.model.users(at: part.fullAt)) : "-",
                part.holdsTo.isFinite ? Self.grouped(one.model.users(at: part.holdsTo)) : "-",
            ]
        }
    }

    /// The report for programs.
    public var value: Value {
        [
            "users": .int(advice.load.users), "requestsPerSecond": .int(Int(advice.load.peak.rounded())),
            "hourly": .list(advice.load.hourly.map { .int(Int($0.rounded())) }),
            "best": advice.best.map { .int($0.phase) } ?? .null,
            "alternatives": .list(
                advice.alternatives.map { one in
                    [
                        "phase": .int(one.phase), "holds": .bool(one.holds), "holdsToUsers": .int(one.model.users),
                        "fullAtUsers": .int(one.model.usersWhenFull), "cores": .int(one.cores),
                        "monthlyUSD": monthly(one).map(Value.int) ?? .null,
                        "bottleneck": .string(one.model.bottleneck?.name ?? ""),
                        "endsBecauseOf": .string(Advice.bottleneck(of: one.phase)),
                        "cure": .string(Advice.cure(of: one.phase)),
                        "parts": .list(
                            one.model.parts.map { part in
                                [
                                    "name": .string(part.name), "made": .string(part.made),
                                    "holds": .bool(part.holds),
                                    "holdsToUsers": .int(one.model.users(at: part.holdsTo)),
                                    "fullAtUsers": part.fullAt.isFinite
                                        ? .int(one.model.users(at: part.fullAt)) : .null,
                                    "percentFull": .int(
                                        part.utilization.isFinite ? Int((part.utilization * 100).rounded()) : 0),
                                ]
                            }),
                    ]
                }),
        ]
    }
}
