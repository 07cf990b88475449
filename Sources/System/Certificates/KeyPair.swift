import CCrypto
import Values

/// A private key on the curve P-256, with its public half; it owns libcrypto's object.
final class KeyPair {
    let handle: OpaquePointer

    init() throws(CertificateProblem) {
        guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else { throw CertificateProblem(step: "begin") }
        defer { EVP_PKEY_CTX_free(context) }
        var made: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1,
            EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1,
            EVP_PKEY_keygen(context, &made) == 1, let made
        else { throw CertificateProblem(step: "make a key") }
        handle = made
    }

    deinit { EVP_PKEY_free(handle) }

    /// The private key in PKCS #8, not encrypted: it stays in this process.
    var pem: Sensitive {
        get throws(CertificateProblem) {
            Sensitive(
                try PEMText.written("write a key") {
                    PEM_write_bio_PKCS8PrivateKey($0, handle, nil, nil, 0, nil, nil)
                })
        }
    }
}
