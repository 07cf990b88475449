public import Values

/// One place where two values differ.
public struct ValueDifference: Sendable, Hashable {
    /// For example `services[shop].image`; an element of a list of named objects stands by its name.
    public var path: String
    /// Nil when there was nothing.
    public var old: Value?
    /// Nil when there is nothing any more.
    public var new: Value?

    /// All differences, in order of path; whole objects stand for what came or went.
    public static func all(from old: Value, to new: Value) -> [ValueDifference] {
        var found: [ValueDifference] = []
        compare(old, new, "", &found)
        return found
    }

    private static func compare(_ old: Value, _ new: Value, _ path: String, _ found: inout [ValueDifference]) {
        guard old != new else { return }
        switch (old, new) {
        case (.object(let left), .object(let right)):
            for name in Set(left.names).union(right.names).sorted() {
                pair(left[name], right[name], path.isEmpty ? name : "\(path).\(name)", &found)
            }
        case (.list(let left), .list(let right)):
            guard let before = named(left), let after = named(right) else {
                for index in 0..<max(left.count, right.count) {
                    pair(
                        index < left.count ? left[index] : nil, index < right.count ? right[index] : nil,
                        "\(path)[\(index)]", &found)
                }
                return
            }
            for name in Set(before.names).union(after.names).sorted() {
                pair(before[name], after[name], "\(path)[\(name)]", &found)
            }
            let kept = before.names.filter { after[$0] != nil }
            if left.compactMap({ $0.text("name") }).filter(kept.contains)
                != right.compactMap({ $0.text("name") }).filter(kept.contains)
            {
                found.append(
                    ValueDifference(path: "\(path) (order)", old: order(of: left), new: order(of: right)))
            }
        default: found.append(ValueDifference(path: path, old: old, new: new))
        }
    }

    private static func pair(_ old: Value?, _ new: Value?, _ path: String, _ found: inout [ValueDifference]) {
        if let old, let new { return compare(old, new, path, &found) }
        found.append(ValueDifference(path: path, old: old, new: new))
    }

    private static func order(of list: [Value]) -> Value { .list(list.compactMap { $0["name"] }) }

    /// The elements by name, when each has one of its own.
    private static func named(_ list: [Value]) -> Members? {
        let pairs = list.compactMap { element in element.text("name").map { ($0, element) } }
        guard pairs.count == list.count, Set(pairs.map(\.0)).count == list.count else { return nil }
        return Members(pairs)
    }
}
