/// What may be part of a host name.
enum HostLabel {
    /// Whether a text is a label of up to 63 letters, digits and inner hyphens (RFC 1123), or several of them.
    static func isValid(_ text: String?, allowsDots: Bool) -> Bool {
        guard let text else { return false }
        if allowsDots {
            return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isLabel($0.utf8) }
        }
        return isLabel(text.utf8)
    }

    /// Whether a bucket can be part of S3's host names (S3, "Bucket naming rules").
    static func isBucket(_ text: String?, allowsDots: Bool) -> Bool {
        guard let text, (3...63).contains(text.utf8.count), text == text.lowercased(), !isIPv4(text) else {
            return false
        }
        return isValid(text, allowsDots: allowsDots)
    }

    static func isIPv4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (48...57).contains($0) }
                    && Int(part).map { $0 < 256 } == true
            }
    }

    private static func isLabel(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        guard (1...63).contains(bytes.count), bytes.first != hyphen, bytes.last != hyphen else { return false }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), hyphen:
                true
            default: false
            }
        }
    }
}
