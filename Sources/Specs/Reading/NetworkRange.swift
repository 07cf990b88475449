/// A range of IPv4 addresses in CIDR notation.
struct NetworkRange: Hashable, Sendable {
    let base: UInt32
    let prefix: Int

    /// Nil for what is no canonical IPv4 CIDR.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let prefix = Int(parts[1]), (0...32).contains(prefix) else { return nil }
        let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard numbers.count == 4 else { return nil }
        base = numbers.reduce(0) { $0 << 8 | UInt32($1) }
        self.prefix = prefix
        if base & ~Self.mask(prefix) != 0 { return nil }
    }

    private static func mask(_ prefix: Int) -> UInt32 { prefix == 0 ? 0 : ~0 << UInt32(32 - prefix) }

    func overlaps(_ other: NetworkRange) -> Bool {
        let mask = Self.mask(min(prefix, other.prefix))
        return base & mask == other.base & mask
    }
}
