import Resources
import Values

/// What a load balancer's action does with requests, in words: `fleet/target-group 95 %, cluster/target-group 5 %`.
enum ForwardText {
    /// - Returns: nil for anything but one action that forwards.
    static func words(_ value: Value) -> String? {
        guard let action = value.elements.first, value.elements.count == 1, action.text("Type") == "forward" else {
            return nil
        }
        if let only = action["TargetGroupArn"] { return "all to \(name(only))" }
        let groups = action["ForwardConfig"]?["TargetGroups"]?.elements ?? []
        let all = groups.reduce(0) { $0 + ($1.number("Weight") ?? 1) }
        guard all > 0 else { return nil }
        return groups.map { group in
            "\((group.number("Weight") ?? 1) * 100 / all) % to \(name(group["TargetGroupArn"] ?? .null))"
        }.joined(separator: ", ")
    }

    /// A target group by its address, or by its name in an ARN.
    private static func name(_ group: Value) -> String {
        if case .reference(let reference) = group { return Address(reference.address).local }
        let parts = group.text?.split(separator: "/") ?? []
        return parts.count >= 2 ? String(parts[parts.count - 2]) : "(known after apply)"
    }
}
