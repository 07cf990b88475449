/// The hosts that are this machine and nobody else.
public enum LoopbackHost {
    /// Whether a numeric address is one of 127.0.0.0/8, or ::1.
    public static func contains(_ host: String) -> Bool {
        if host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (48...57).contains($0) } ? UInt8(part) : nil
        }
        return parts.count == 4 && numbers.count == 4 && numbers[0] == 127
    }
}
