import CCrypto

/// SHA-256 by libcrypto.
public enum SHA256Digest {
    /// The 32 bytes of the digest.
    public static func bytes(_ input: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        _ = SHA256(input, input.count, &digest)
        return digest
    }

    /// The digest of some bytes, as 64 hexadecimal digits in lower case.
    public static func hex(_ bytes: some Collection<UInt8>) -> String { Hexadecimal.text(Self.bytes(Array(bytes))) }

    /// The digest of a text's UTF-8, as hexadecimal digits in lower case.
    public static func hex(_ text: String) -> String { hex(text.utf8) }
}
