/// A range of IPv4 addresses in CIDR notation.
struct AddressRange: Hashable, Sendable {
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
        if base & ~mask != 0 { return nil }
    }

    private var mask: UInt32 { prefix == 0 ? 0 : ~0 << UInt32(32 - prefix) }
    var size: Int { 1 << (32 - prefix) }

    func contains(_ other: AddressRange) -> Bool { other.prefix >= prefix && other.base & mask == base }
    func overlaps(_ other: AddressRange) -> Bool { contains(other) || other.contains(self) }

    /// The address that stands at a position in the range.
    func address(_ offset: Int) -> String {
        let number = base &+ UInt32(offset % size)
        return [24, 16, 8, 0].map { String(number >> UInt32($0) & 255) }.joined(separator: ".")
    }
}
