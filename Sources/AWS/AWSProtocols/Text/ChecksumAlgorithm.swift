import Digests

/// The checksums that S3 takes and gives, as far as they are known here.
enum ChecksumAlgorithm {
    /// By the name in the header; the first is the one that is used unasked.
    static let all: [(name: String, checksum: @Sendable ([UInt8]) -> [UInt8])] = [
        ("crc32", crc32), ("sha1", MessageDigest.sha1), ("sha256", MessageDigest.sha256),
    ]

    @Sendable private static func crc32(_ bytes: [UInt8]) -> [UInt8] {
        let sum = CRC32.checksum(bytes)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> UInt32($0)) }
    }
}
