import CCrypto

/// SHA-256 by libcrypto.
public enum SHA256Digest {
    /// The digest of some bytes, as 64 hexadecimal digits in lower case.
    public static func hex(_ bytes: some Collection<UInt8>) -> String {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        let input = Array(bytes)
        _ = SHA256(input, input.count, &digest)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        let digits = Array("0123456789abcdef".utf8)
        for byte in digest {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The digest of a text's UTF-8, as hexadecimal digits in lower case.
    public static func hex(_ text: String) -> String { hex(text.utf8) }
}
