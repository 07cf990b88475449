import Values

/// Amounts as an API server writes them down (Kubernetes API reference, "Quantity"): with the largest unit that leaves a whole
/// number. Fractions are left as they are.
enum CanonicalQuantities {
    private static let binary = ["Ki", "Mi", "Gi", "Ti", "Pi"]

    /// A container whose requests and limits are written like that.
    static func written(_ container: Value) -> Value {
        guard let resources = container["resources"] else { return container }
        var container = container
        var written = resources
        for name in ["requests", "limits"] {
            guard let amounts = resources[name] else { continue }
            written[name] = .object(Members(amounts.members.map { ($0.name, amount($0.value)) }))
        }
        container["resources"] = written
        return container
    }

    private static func amount(_ value: Value) -> Value {
        guard let text = value.text, let unit = text.firstIndex(where: { !$0.isNumber }),
            var count = Int(text[..<unit]), count > 0
        else { return value }
        var suffix = String(text[unit...])
        if suffix == "m" {
            return .string(count % 1000 == 0 ? "\(count / 1000)" : text)
        }
        while count % 1024 == 0, let place = binary.firstIndex(of: suffix), place + 1 < binary.count {
            count /= 1024
            suffix = binary[place + 1]
        }
        return .string("\(count)\(suffix)")
    }
}
