import CCrypto

/// HMAC with SHA-256 (RFC 2104) by libcrypto.
public enum HMACSHA256 {
    /// The 32 bytes of the code.
    public static func code(key: [UInt8], message: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        var count: UInt32 = 0
        // With no bytes a buffer's address may be null, which HMAC takes as "the key of the call before".
        let key = key.isEmpty ? [0] : key
        _ = HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &code, &count)
        return code
    }
}
