import CCrypto

/// An X.509 certificate in the making (RFC 5280); it owns libcrypto's object.
final class CertificateDraft {
    /// What a certificate says beyond names and key, in the words of OpenSSL's x509v3_config(5).
    enum Extension {
        case constraints(String)
        case usage(String)
        case purpose(String)
        case names(String)
        case subjectKey
        case authorityKey

        fileprivate var form: (id: Int32, text: String) {
            switch self {
            case .constraints(let text): (NID_basic_constraints, text)
            case .usage(let text): (NID_key_usage, text)
            case .purpose(let text): (NID_ext_key_usage, text)
            case .names(let text): (NID_subject_alt_name, text)
            case .subjectKey: (NID_subject_key_identifier, "hash")
            case .authorityKey: (NID_authority_key_identifier, "keyid:always")
            }
        }
    }

    /// `MBSTRING_ASC`, which Swift can't import.
    private static let asciiText: Int32 = 0x1001
    private static let day = 24 * 3600
    private let handle: OpaquePointer

    init(name: String, key: KeyPair) throws(CertificateProblem) {
        guard let made = X509_new() else { throw CertificateProblem(step: "begin a certificate") }
        handle = made
        // A day back, for clients whose clock is behind.
        guard X509_set_version(made, 2) == 1,
            ASN1_INTEGER_set_uint64(X509_get_serialNumber(made), UInt64.random(in: 1...UInt64(Int64.max))) == 1,
            X509_gmtime_adj(X509_getm_notBefore(made), -Self.day) != nil,
            X509_gmtime_adj(X509_getm_notAfter(made), 365 * Self.day) != nil,
            X509_NAME_add_entry_by_txt(
                X509_get_subject_name(made), "CN", Self.asciiText, Array(name.utf8), Int32(name.utf8.count), -1, 0)
                == 1,
            X509_set_pubkey(made, key.handle) == 1
        else { throw CertificateProblem(step: "fill in a certificate") }
    }

    deinit { X509_free(handle) }

    func add(_ part: Extension, issuer: CertificateDraft) throws(CertificateProblem) {
        let (id, text) = part.form
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer.handle, handle, nil, nil, 0)
        guard let made = X509V3_EXT_conf_nid(nil, &context, id, text) else {
            throw CertificateProblem(step: "make the extension \(text)")
        }
        defer { X509_EXTENSION_free(made) }
        guard X509_add_ext(handle, made, -1) == 1 else { throw CertificateProblem(step: "add the extension \(text)") }
    }

    func sign(as issuer: CertificateDraft, by key: KeyPair) throws(CertificateProblem) {
        guard X509_set_issuer_name(handle, X509_get_subject_name(issuer.handle)) == 1,
            X509_sign(handle, key.handle, EVP_sha256()) > 0
        else { throw CertificateProblem(step: "sign a certificate") }
    }

    var pem: String {
        get throws(CertificateProblem) {
            try PEMText.written("write a certificate") { PEM_write_bio_X509($0, handle) }
        }
    }
}
