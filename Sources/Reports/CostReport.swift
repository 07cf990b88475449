public import Costs
import Resources
public import Terminal
public import Values

/// What a platform costs in a month, before, during and after a plan.
public struct CostReport: Sendable {
    private let cost: PlanCost

    public init(_ cost: PlanCost) { self.cost = cost }

    private var lines: (first: String, notes: [String]) {
        let bills = [cost.before, cost.during, cost.after]
        let all = bills.flatMap(\.lines)
        let (before, during, after) = (cost.before.nanos, cost.during.nanos, cost.after.nanos)
        var first = "Cost a month: \(Self.dollars(after)) USD"
        if before != after || during != after {
            first += " after, \(Self.dollars(before)) now (\(Self.signed(after - before)))"
            if during > max(before, after) { first += ", \(Self.dollars(during)) at most on the way" }
        }
        let unknown = Set(all.flatMap(\.unknown)).sorted()
        let uses = Set(all.map(\.use).filter { !$0.isEmpty }).sorted()
        let priced = Set(all.filter { $0.nanos > 0 }.map(\.address))
        let doubtful = Set(all.filter { $0.nanos > 0 && $0.isUnverified }.map(\.address))
        var notes = [
            "Prices of \(cost.date), on demand; \(doubtful.count) of \(priced.count) rest on unverified prices."
        ]
        if !uses.isEmpty { notes.append("Billed by use on top: \(uses.joined(separator: ", ")).") }
        if !unknown.isEmpty { notes.append("NOT IN IT, for want of a price: \(unknown.joined(separator: ", ")).") }
        return (first + ".", notes)
    }

    /// For people: a line for each region and group that costs something.
    public var text: [StyledLine] {
        let (first, notes) = lines
        var text: [StyledLine] = ["", StyledLine(first, .title)]
        if cost.before.nanos != cost.after.nanos || cost.during.nanos != cost.after.nanos {
            text += Table.right(rows).map { StyledLine("  \($0)") }
        }
        return text + notes.map { StyledLine("  \($0)", .aside) }
    }

    public var markdown: [String] {
        let (first, notes) = lines
        var text = [first, ""]
        text += ["| region | group | now | at most | after |", "|---|---|--:|--:|--:|"]
        text += rows.dropFirst().map { "| " + $0.joined(separator: " | ") + " |" }
        return text + [""] + notes
    }

    private var rows: [[String]] {
        let (before, during, after) = (cost.before.groups, cost.during.groups, cost.after.groups)
        let groups = Set(before.keys).union(during.keys).union(after.keys).sorted()
        return [["REGION", "GROUP", "NOW", "AT MOST", "AFTER"]]
            + groups.map { group in
                [group.scope, group.name] + [before, during, after].map { Self.dollars($0[group] ?? 0) }
            }
    }

    /// Two decimals, rounded half up.
    public static func dollars(_ nanos: Int) -> String {
        let cents = (abs(nanos) + 5_000_000) / 10_000_000
        let rest = cents % 100
        return "\(nanos < 0 && cents > 0 ? "-" : "")\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func signed(_ nanos: Int) -> String { nanos >= 0 ? "+\(dollars(nanos))" : dollars(nanos) }

    public var value: Value {
        func bill(_ bill: Bill) -> Value {
            [
                "monthlyUSD": .double(Double((bill.nanos + 5_000_000) / 10_000_000) / 100),
                "groups": .list(
                    bill.groups.sorted { $0.key < $1.key }.map {
                        [
                            "region": .string($0.key.scope), "group": .string($0.key.name),
                            "monthlyUSD": .double(Double(($0.value + 5_000_000) / 10_000_000) / 100),
                        ]
                    }),
            ]
        }
        let all = [cost.before, cost.during, cost.after].flatMap(\.lines)
        return [
            "pricesOf": .string(cost.date), "before": bill(cost.before), "during": bill(cost.during),
            "after": bill(cost.after), "unknown": .strings(Set(all.flatMap(\.unknown)).sorted()),
            "billedByUse": .strings(Set(all.map(\.use).filter { !$0.isEmpty }).sorted()),
            "unverified": .strings(Set(all.filter(\.isUnverified).map(\.address.text)).sorted()),
        ]
    }
}
