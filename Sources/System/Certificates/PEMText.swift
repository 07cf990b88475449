import CCrypto

/// What libcrypto writes as PEM.
enum PEMText {
    static func written(
        _ step: String, _ write: (OpaquePointer) -> Int32
    ) throws(CertificateProblem) -> String {
        guard let bio = BIO_new(BIO_s_mem()) else { throw CertificateProblem(step: step) }
        defer { BIO_free(bio) }
        guard write(bio) == 1 else { throw CertificateProblem(step: step) }
        var bytes = [UInt8](repeating: 0, count: BIO_ctrl_pending(bio))
        let count = BIO_read(bio, &bytes, Int32(bytes.count))
        guard count == bytes.count else { throw CertificateProblem(step: step) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
