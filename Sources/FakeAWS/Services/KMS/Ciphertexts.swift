import CloudCalls
import Digests
import Values

/// What KMS encrypts: a text that names its key, holds what was hidden, and proves key, text and context.
///
/// The cipher is a stream and a code from HMAC-SHA256 with a secret of the key: this cloud's own, for nobody's secrets.
/// Source: KMS API reference, `Encrypt`, `Decrypt`, `GenerateDataKey`, `ReEncrypt`.
enum Ciphertexts {
    static let operations: [String: ServiceDefinition.Handler] = [
        "Encrypt": encrypt, "Decrypt": decrypt, "GenerateDataKey": dataKey, "ReEncrypt": encryptAnew,
    ]

    private static let mostBytes = 4096

    @Sendable private static func encrypt(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let key = try usable(call, cloud)
        let plain = try plainText(call.input["Plaintext"])
        guard (1...mostBytes).contains(plain.count) else {
            throw AWSError(
                "ValidationException",
                "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length "
                    + "less than or equal to \(mostBytes)")
        }
        return [
            "CiphertextBlob": .string(sealed(plain, by: key, call.input["EncryptionContext"], &cloud)),
            "KeyId": arn(key), "EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        ]
    }

    @Sendable private static func decrypt(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let (key, plain) = try opened(call, "CiphertextBlob", "EncryptionContext", cloud)
        if call.input["KeyId"] != nil, try KMS.find(call, cloud).id != key.id {
            throw AWSError(
                "IncorrectKeyException",
                "The key ID in the request does not identify a CMK that can perform this operation.")
        }
        return [
            "Plaintext": .sensitive(Sensitive(Base64.encode(plain))), "KeyId": arn(key),
            "EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        ]
    }

    @Sendable private static func dataKey(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let key = try usable(call, cloud)
        let sizes = ["AES_256": 32, "AES_128": 16]
        let named = call.input.text("KeySpec").flatMap { sizes[$0] }
        guard let size = named ?? call.input.number("NumberOfBytes"), (1...1024).contains(size),
            named == nil || call.input["NumberOfBytes"] == nil
        else { throw AWSError("ValidationException", "Please specify either number of bytes or key spec.") }
        var plain: [UInt8] = []
        while plain.count < size { plain += SHA256Digest.bytes(Array(cloud.freshID("data-key").utf8)) }
        plain = Array(plain.prefix(size))
        return [
            "Plaintext": .sensitive(Sensitive(Base64.encode(plain))), "KeyId": arn(key),
            "CiphertextBlob": .string(sealed(plain, by: key, call.input["EncryptionContext"], &cloud)),
        ]
    }

    @Sendable private static func encryptAnew(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let (old, plain) = try opened(call, "CiphertextBlob", "SourceEncryptionContext", cloud)
        let key = try KMS.find(call.required("DestinationKeyId"), in: call.region, cloud)
        try check(key)
        return [
            "CiphertextBlob": .string(sealed(plain, by: key, call.input["DestinationEncryptionContext"], &cloud)),
            "SourceKeyId": arn(old), "KeyId": arn(key), "SourceEncryptionAlgorithm": "SYMMETRIC_DEFAULT",
            "DestinationEncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        ]
    }

    // MARK: Keys

    private static func arn(_ key: CloudObject) -> Value { key.attributes["Arn"] ?? .null }

    private static func usable(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let key = try KMS.find(call, cloud)
        try check(key)
        return key
    }

    private static func check(_ key: CloudObject) throws(AWSError) {
        switch key.status {
        case "Enabled": return
        case "Disabled": throw AWSError("DisabledException", "\(arn(key).text ?? key.id) is disabled.")
        default: throw AWSError("KMSInvalidStateException", "\(arn(key).text ?? key.id) is pending deletion.")
        }
    }

    private static func plainText(_ value: Value?) throws(AWSError) -> [UInt8] {
        switch value {
        case .sensitive(let text)?: Base64.decode(text.reveal()) ?? []
        case .string(let text)?: Base64.decode(text) ?? []
        default: throw AWSError("ValidationException", "The request must contain the parameter Plaintext.")
        }
    }

    // MARK: Texts

    /// The context as the same bytes, however its members are ordered.
    private static func bytes(_ context: Value?) -> [UInt8] {
        let pairs = (context?.members.map { ($0.name, $0.value.text ?? "") } ?? []).sorted { $0.0 < $1.0 }
        return Array(pairs.map { "\($0.0.utf8.count):\($0.0)\($0.1.utf8.count):\($0.1)" }.joined().utf8)
    }

    private static func secret(_ key: CloudObject) -> [UInt8] {
        SHA256Digest.bytes(Array("secret of \(key.attributes.text("Arn") ?? key.id)".utf8))
    }

    private static func hidden(_ bytes: [UInt8], _ secret: [UInt8], _ nonce: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = []
        var block: UInt8 = 0
        while stream.count < bytes.count {
            stream += HMACSHA256.code(key: secret, message: nonce + [block])
            block &+= 1
        }
        return zip(bytes, stream).map { $0 ^ $1 }
    }

    /// Nonce, the key's id, what is hidden, and the code over all and the context.
    private static func sealed(
        _ plain: [UInt8], by key: CloudObject, _ context: Value?, _ cloud: inout Cloud
    ) -> String {
        let nonce = Array(SHA256Digest.bytes(Array(cloud.freshID("nonce").utf8)).prefix(16))
        let id = Array(key.id.utf8)
        let text = nonce + [UInt8(id.count)] + id + hidden(plain, secret(key), nonce)
        return Base64.encode(text + HMACSHA256.code(key: secret(key), message: text + bytes(context)))
    }

    private static func opened(
        _ call: Call, _ member: String, _ context: String, _ cloud: Cloud
    ) throws(AWSError) -> (CloudObject, [UInt8]) {
        let invalid = AWSError("InvalidCiphertextException", "")
        let all = Base64.decode(call.input.text(member) ?? "") ?? []
        guard all.count > 49 else { throw invalid }
        let (text, code) = (Array(all.dropLast(32)), Array(all.suffix(32)))
        let nonce = Array(text.prefix(16))
        let length = Int(text[16])
        guard text.count >= 17 + length else { throw invalid }
        let id = String(decoding: text[17..<17 + length], as: UTF8.self)
        // A text of another region's or account's key is as good as none.
        guard let key = try? KMS.find(id, in: call.region, cloud) else { throw invalid }
        try check(key)
        guard code == HMACSHA256.code(key: secret(key), message: text + bytes(call.input[context])) else {
            throw invalid
        }
        return (key, hidden(Array(text.dropFirst(17 + length)), secret(key), nonce))
    }
}
