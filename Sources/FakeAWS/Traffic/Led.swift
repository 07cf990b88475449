import Values

/// How weighted records lead those who are near one door to others as well.
struct Led {
    /// The shares of all doors of those that are near one, by weight; nil where nothing weighs.
    private let weights: [[Int]?]

    /// Records to which something leads: the names of the platform, and what an alias of one of them leads to.
    static func reached(_ records: [CloudObject]) -> [CloudObject] {
        let targets = Set(records.compactMap(target))
        return records.filter { $0.attributes["Weight"] == nil || targets.contains(name($0)) }
    }

    init(_ records: [CloudObject], _ doors: [CloudObject]) {
        let names = doors.map { Routing.plain($0.attributes.text("DNSName") ?? "") }
        weights = doors.map { door in
            guard
                let entry = records.first(where: { record in
                    record.attributes.text("Region") == door.region
                        && records.contains { $0.attributes["Weight"] != nil && Self.name($0) == Self.target(record) }
                })
            else { return nil }
            let choices = records.filter { $0.attributes["Weight"] != nil && Self.name($0) == Self.target(entry) }
            return names.map { name in
                choices.filter { Self.target($0) == name }.reduce(0) { $0 + ($1.attributes.number("Weight") ?? 0) }
            }
        }
    }

    private static func name(_ record: CloudObject) -> String { Routing.plain(record.attributes.text("Name") ?? "") }

    private static func target(_ record: CloudObject) -> String? {
        record.attributes["AliasTarget"]?.text("DNSName").map(Routing.plain)
    }

    /// What comes to each door of what is near it.
    func moved(_ near: [Int]) -> [Int] {
        var moved = near
        for (index, weights) in weights.enumerated() {
            guard let weights else { continue }
            let all = weights.reduce(0, +)
            guard all > 0 else { continue }
            moved[index] -= near[index]
            for (other, weight) in weights.enumerated() { moved[other] += near[index] * weight / all }
        }
        return moved
    }
}
