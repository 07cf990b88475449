/// Percent-encoding as AWS wants it: all but the unreserved characters of RFC 3986, hexadecimal in capitals.
public enum PercentEncoding {
    /// The encoded text; `/` stays when it divides segments of a path.
    public static func encode(_ text: some Sequence<UInt8>, keepsSlash: Bool = false) -> [UInt8] {
        var encoded: [UInt8] = []
        for byte in text {
            if isUnreserved(byte) || (keepsSlash && byte == UInt8(ascii: "/")) {
                encoded.append(byte)
            } else {
                encoded.append(UInt8(ascii: "%"))
                encoded.append(digit(byte >> 4))
                encoded.append(digit(byte & 15))
            }
        }
        return encoded
    }

    /// The encoded text.
    public static func encode(_ text: String) -> String { String(decoding: encode(text.utf8), as: UTF8.self) }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }
}
