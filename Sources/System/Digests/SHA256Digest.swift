import CCrypto

/// SHA-256 by libcrypto.
public enum SHA256Digest {
    /// Fetched once, which libcrypto would do for each digest; it never changes and may be used by all threads (OpenSSL,
    /// crypto(7), "Explicit fetching").
    nonisolated(unsafe) private static let algorithm = EVP_MD_fetch(nil, "SHA256", nil)

    /// The 32 bytes of the digest.
    public static func bytes(_ input: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        _ = EVP_Digest(input, input.count, &digest, nil, algorithm, nil)
        return digest
    }

    /// The digest of some bytes, as 64 hexadecimal digits in lower case.
    public static func hex(_ bytes: some Collection<UInt8>) -> String { Hexadecimal.text(Self.bytes(Array(bytes))) }

    /// The digest of a text's UTF-8, as hexadecimal digits in lower case.
    public static func hex(_ text: String) -> String { hex(text.utf8) }
}
