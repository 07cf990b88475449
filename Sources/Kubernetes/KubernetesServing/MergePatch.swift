import Values

/// A change of a JSON value by another one that says what becomes of its members (RFC 7396).
enum MergePatch {
    static func apply(_ patch: Value, to value: Value?) -> Value {
        guard case .object = patch else { return patch }
        var merged: Value = [:]
        if let value, case .object = value { merged = value }
        for pair in patch.members {
            merged[pair.name] = pair.value.isNull ? nil : apply(pair.value, to: merged[pair.name])
        }
        return merged
    }
}
