/// Bytes as hexadecimal digits in lower case.
public enum Hexadecimal {
    /// Two digits a byte.
    public static func text(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: digits(bytes), as: UTF8.self)
    }

    /// The digits as ASCII.
    public static func digits(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return text
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}
