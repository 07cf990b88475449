import CCrypto

/// Base64 by libcrypto, with padding and without line breaks.
public enum Base64 {
    public static func encode(_ text: String) -> String { encode(Array(text.utf8)) }

    public static func encode(_ input: [UInt8]) -> String {
        var output = [UInt8](repeating: 0, count: (input.count + 2) / 3 * 4 + 1)
        let count = EVP_EncodeBlock(&output, input, Int32(input.count))
        return String(decoding: output.prefix(max(0, Int(count))), as: UTF8.self)
    }

    /// The bytes; nil for what is no base64.
    public static func decode(_ text: String) -> [UInt8]? {
        let input = Array(text.utf8)
        guard !input.isEmpty else { return [] }
        guard input.count % 4 == 0 else { return nil }
        var output = [UInt8](repeating: 0, count: input.count / 4 * 3)
        let count = EVP_DecodeBlock(&output, input, Int32(input.count))
        guard count >= 0 else { return nil }
        let padding = input.suffix(2).count { $0 == UInt8(ascii: "=") }
        return Array(output.prefix(Int(count) - padding))
    }
}
