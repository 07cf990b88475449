import Diagnostics
import Documents
import Values

extension SpecDecoder {
    /// As a spec names days, in `CivilDate`'s order.
    static let weekdays = CivilDate.weekdays.map { $0.lowercased() }

    mutating func migrations(_ root: Fields) -> MigrationSpec {
        guard let node = root.members["migrations"] else { return MigrationSpec() }
        let part = fields(node, "migrations", ["approve", "windows", "timeLimits"])
        let approve = list(part, "approve", isRequired: false) { decoder, node, path, _ in
            decoder.text(node, path).flatMap { decoder.isStage($0, node, path) ? $0 : nil }
        }
        let windows = list(part, "windows", isRequired: false) { decoder, node, path, _ in
            decoder.window(node, path)
        }
        return MigrationSpec(approve: approve, windows: windows, timeLimits: timeLimits(part))
    }

    private mutating func timeLimits(_ part: Fields) -> [String: Int] {
        guard let node = part.members["timeLimits"] else { return [:] }
        guard case .object(let members) = node.content else {
            report("spec.wrongType", "migrations.timeLimits must be an object, not \(node.typeName).", node, part.path)
            return [:]
        }
        let path = part.path("timeLimits")
        let known = fields(node, path, members.map(\.name))
        var limits: [String: Int] = [:]
        for (name, value) in known.members.sorted(by: { $0.key < $1.key })
        where isStage(name, value, known.path(name)) {
            limits[name] = integer(known, name, 60, in: 1...10_080)
        }
        return limits
    }

    private mutating func window(_ node: Node, _ path: String) -> WeeklyWindow? {
        let fields = fields(node, path, ["days", "from", "to", "zone"])
        guard case .object = node.content else { return nil }
        let named = list(fields, "days", isRequired: false) { decoder, node, path, _ -> Int? in
            guard let text = decoder.text(node, path) else { return nil }
            guard let day = Self.weekdays.firstIndex(of: text) else {
                decoder.report(
                    "spec.outOfRange", "`\(text)` is no day of the week.", node, path,
                    hint: "one of \(Self.weekdays.joined(separator: ", "))")
                return nil
            }
            return day
        }
        let from = part(fields, "from", nil, WeeklyWindow.minutes, "time of day", "for example 22:00")
        let to = part(fields, "to", nil, WeeklyWindow.minutes, "time of day", "for example 04:00")
        let offset = part(fields, "zone", "UTC", WeeklyWindow.offset, "distance to UTC", "`UTC`, or for example +05:30")
        if let node = fields.members["to"], let from, from == to {
            report("spec.emptyWindow", "\(path) closes when it opens.", node, fields.path("to"))
        }
        guard let from, let to, let offset, from != to else { return nil }
        return WeeklyWindow(days: named.isEmpty ? Set(0..<7) : Set(named), from: from, to: to, offset: offset)
    }

    private mutating func part(
        _ fields: Fields, _ name: String, _ standard: String?, _ read: (String) -> Int?, _ what: String, _ hint: String
    ) -> Int? {
        let text = string(fields, name, standard)
        if let value = read(text) { return value }
        if let node = fields.members[name], case .string = node.content {
            report("spec.outOfRange", "`\(text)` is no \(what).", node, fields.path(name), hint: hint)
        }
        return nil
    }

    /// Whether a text may name stages; says so where not.
    private mutating func isStage(_ text: String, _ node: Node, _ path: String) -> Bool {
        let roles = ["change", "prepare", "replicate", "verify", "shift", "soak", "retire"]
        let road = text.prefix { $0 != "/" }
        let phases = road.split(separator: "-", omittingEmptySubsequences: false).compactMap { Int($0) }
        let isRoad =
            phases.count == 2 && phases.allSatisfy { (0...4).contains($0) } && abs(phases[0] - phases[1]) == 1
            && road.count == 3
        let rest = text.dropFirst(road.count + 1)
        if roles.contains(text) || ["failover", "failback", "upgrade", "resize", "kubernetes", "nodes"].contains(road)
            || isRoad,
            text.last != "/",
            rest.dropLast().allSatisfy({ $0 != "*" })
        {
            return true
        }
        report(
            "spec.unknownStage", "`\(text)` names no stage.", node, path,
            hint: "a role (\(roles.joined(separator: ", "))), a road (1-2), a stage (1-2/retire) or 1-2/shift-*")
        return false
    }
}
