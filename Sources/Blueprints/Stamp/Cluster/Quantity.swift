/// Amounts as an API server writes them down, whatever way they were sent: others would differ from the spec at every look.
///
/// Source: Kubernetes API reference, "Quantity" (canonical form).
enum Quantity {
    static func millicores(_ count: Int) -> String { count % 1000 == 0 ? "\(count / 1000)" : "\(count)m" }

    static func mebibytes(_ count: Int) -> String {
        var (count, units) = (count, ["Mi", "Gi", "Ti"])
        while count != 0, count % 1024 == 0, units.count > 1 {
            count /= 1024
            units.removeFirst()
        }
        return "\(count)\(units[0])"
    }
}
