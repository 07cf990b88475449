package import CloudCalls

/// A random UUID (RFC 9562, version 4), as AWS's own clients fill in.
package enum IdempotencyToken {
    package static func make(_ random: any RandomSource) -> String {
        var bytes = (0..<16).map { _ in UInt8(truncatingIfNeeded: random.below(256)) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return text
    }
}
