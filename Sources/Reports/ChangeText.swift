import Planning
public import Values

/// A change of a property, so that what changes is seen: of long values the members that differ, or the place.
public struct ChangeText {
    public let path: String
    public let old: String
    public let new: String

    /// How much of what both values begin with is shown before the place.
    private static let lead = 24

    /// A planned change; what only an apply will tell says so.
    static func of(_ change: PropertyChange) -> [ChangeText] {
        if let forward = change.new.flatMap(ForwardText.words) {
            return [ChangeText(path: change.path, old: ShortText.value(change.old), new: forward)]
        }
        guard change.isUnknown else { return of(change.path, change.old, change.new) }
        return [ChangeText(path: change.path, old: ShortText.value(change.old), new: "(known after apply)")]
    }

    /// One for each member that differs in long objects, else one.
    public static func of(_ path: String, _ old: Value?, _ new: Value?) -> [ChangeText] {
        let whole = (ShortText.whole(old), ShortText.whole(new))
        guard max(whole.0.count, whole.1.count) > ShortText.limit else {
            return [ChangeText(path: path, old: whole.0, new: whole.1)]
        }
        if case .object(let left)? = old, case .object(let right)? = new {
            let names = Set(left.map(\.name) + right.map(\.name)).sorted()
            return names.filter { left[$0] != right[$0] }.flatMap { of("\(path).\($0)", left[$0], right[$0]) }
        }
        let same = zip(whole.0, whole.1).prefix { $0 == $1 }.count
        guard same > ShortText.limit / 2 else {
            return [ChangeText(path: path, old: ShortText.cut(whole.0), new: ShortText.cut(whole.1))]
        }
        let texts = [whole.0, whole.1].map { ShortText.cut("..." + $0.dropFirst(same - lead)) }
        return [ChangeText(path: path, old: texts[0], new: texts[1])]
    }
}
