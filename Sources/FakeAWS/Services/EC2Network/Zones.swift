/// Availability zones of a region: three of them, named a, b and c.
enum Zones {
    static func names(in region: String) -> [String] { ["a", "b", "c"].map { region + $0 } }

    /// The zone's id, for example `aps1-az1` for `ap-south-1a`.
    static func id(of zone: String) -> String {
        let parts = zone.dropLast().split(separator: "-")
        let short = parts.map { $0.prefix($0 == parts.first ? 2 : 1) }.joined()
        let letter = zone.last ?? "a"
        return "\(short)-az\((letter.asciiValue ?? 97) - 96)"
    }
}
