import Values

/// Reads a moment in any of the forms in which AWS writes it, whatever form the model announces.
enum TimestampParser {
    static func parse(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard let first = bytes.first else { return nil }
        if bytes.count > 4, bytes[4] == UInt8(ascii: "-"), let moment = iso8601(bytes) { return moment }
        if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) { return httpDate(text) }
        guard bytes.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
        return Double(text).flatMap(Timestamp.init(epoch:))
    }

    /// `2026-11-24T12:00:00.123Z`, with an offset in place of the `Z`, or the day alone.
    static func iso8601(_ bytes: [UInt8]) -> Timestamp? {
        var scan = DigitScanner(bytes)
        guard let year = scan.digits(4), scan.skip("-"), let month = scan.digits(2), scan.skip("-"),
            let day = scan.digits(2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        if scan.isAtEnd { return Timestamp(seconds: date.days * 86400) }
        guard scan.skip("T") || scan.skip("t") || scan.skip(" "), let time = scan.time() else { return nil }
        let fraction = scan.fraction()
        guard let offset = scan.offset(), scan.isAtEnd else { return nil }
        return Timestamp(seconds: date.days * 86400 + time - offset, microseconds: fraction)
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7), with a fraction of the second as Smithy allows.
    private static func httpDate(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[0].hasSuffix(","), ["GMT", "UTC", "+0000"].contains(parts[5]),
            let day = Int(parts[1]), let month = CivilDate.months.firstIndex(of: String(parts[2])),
            let year = Int(parts[3]), let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        var scan = DigitScanner(Array(parts[4].utf8))
        guard let time = scan.time() else { return nil }
        let fraction = scan.fraction()
        return scan.isAtEnd ? Timestamp(seconds: date.days * 86400 + time, microseconds: fraction) : nil
    }
}
