public import Values

/// Paths into a value as `--set` takes them.
public enum ValuePath {
    /// The paths of all plain values, for example `services[0].image`.
    public static func leaves(of value: Value) -> [String] {
        var found: [String] = []
        add(value, "", &found)
        return found
    }

    private static func add(_ value: Value, _ path: String, _ found: inout [String]) {
        switch value {
        case .object(let members):
            for pair in members { add(pair.value, path.isEmpty ? pair.name : "\(path).\(pair.name)", &found) }
        case .list(let elements):
            for (index, element) in elements.enumerated() { add(element, "\(path)[\(index)]", &found) }
        default: found.append(path)
        }
    }
}
