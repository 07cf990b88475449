public import Values

/// Damages bytes as careless editors, cut-off copies and attackers do.
public struct Mutation {
    private static let tokens = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\uD800", "null", "true", "-", "1e9", "0", "/*", "\u{FEFF}",
        "\u{0}", "\n", "\"a\":", "\"services\":[", "99999999999999999999", "\u{2028}", "ÿ", "{{", "]]",
    ].map { Array($0.utf8) }

    private var random: SeededRandom

    public init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// The bytes with up to `count` damages.
    public mutating func damaged(_ bytes: [UInt8], count: Int = 6) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(count) { damage(&bytes) }
        return bytes
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        let place = random.below(bytes.count + 1)
        let length = random.below(min(40, bytes.count - place + 1))
        switch random.below(8) {
        case 0: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        case 1: bytes.removeSubrange(place..<place + length)
        case 2: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
        case 3: bytes.removeSubrange(place...)
        case 4:
            if place < bytes.count { bytes[place] ^= 1 << UInt8(random.below(8)) }
        case 5:
            let other = random.below(bytes.count + 1)
            bytes.insert(contentsOf: Array(bytes[place..<place + length]), at: min(other, bytes.count))
        default: bytes.insert(contentsOf: Self.tokens[random.below(Self.tokens.count)], at: place)
        }
    }

    /// Bytes of every kind.
    public mutating func noise(_ limit: Int) -> [UInt8] {
        let isToken = random.below(2) == 0
        var bytes: [UInt8] = []
        for _ in 0..<random.below(limit) {
            if isToken {
                bytes += Self.tokens[random.below(Self.tokens.count)]
            } else {
                bytes.append(UInt8(truncatingIfNeeded: random.next()))
            }
        }
        return bytes
    }

    /// A value of any shape, for where another was expected.
    public mutating func value(depth: Int = 0) -> Value {
        switch random.below(depth > 4 ? 6 : 9) {
        case 0: return .null
        case 1: return .bool(random.below(2) == 0)
        case 2: return .int(Int(truncatingIfNeeded: random.next()) >> random.below(64))
        case 3: return .double(Double(Int(truncatingIfNeeded: random.next())) / 1024)
        case 4, 5: return .string(text())
        case 6: return .list((0..<random.below(5)).map { _ in value(depth: depth + 1) })
        default: return .object(Members((0..<random.below(5)).map { _ in (text(), value(depth: depth + 1)) }))
        }
    }

    /// A text of any length and letters.
    public mutating func text() -> String {
        var text = ""
        let scalars: [ClosedRange<UInt32>] = [0x61...0x7A, 0x20...0x7E, 0...0x1F, 0xA0...0x2FF, 0xE000...0x1_FFFF]
        for _ in 0..<(random.below(20) == 0 ? random.below(3000) : random.below(12)) {
            let range = scalars[random.below(scalars.count)]
            if let scalar = Unicode.Scalar(range.lowerBound + UInt32(random.below(range.count))) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    public mutating func below(_ bound: Int) -> Int { random.below(bound) }
}
