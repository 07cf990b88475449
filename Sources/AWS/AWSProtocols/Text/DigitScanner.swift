/// Walks over the digits and signs of a timestamp.
struct DigitScanner {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func skip(_ character: Character) -> Bool {
        guard place < bytes.count, bytes[place] == character.asciiValue else { return false }
        place += 1
        return true
    }

    /// A number of exactly so many digits.
    mutating func digits(_ count: Int) -> Int? {
        guard place + count <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[place..<place + count] {
            guard (48...57).contains(byte) else { return nil }
            number = number * 10 + Int(byte - 48)
        }
        place += count
        return number
    }

    /// `08:49:37` as seconds of the day; 60 for a leap second is taken as the next minute.
    mutating func time() -> Int? {
        guard let hour = digits(2), hour < 24, skip(":"), let minute = digits(2), minute < 60, skip(":"),
            let second = digits(2), second <= 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// The digits after a point, as microseconds; more than six are dropped.
    mutating func fraction() -> Int {
        guard skip(".") || skip(",") else { return 0 }
        var micros = 0
        var count = 0
        while let digit = digits(1) {
            if count < 6 { micros = micros * 10 + digit }
            count += 1
        }
        while count < 6 {
            micros *= 10
            count += 1
        }
        return micros
    }

    /// `Z`, `+05:30` or `+0530` as seconds east of Greenwich; none is taken as UTC, as AWS means it.
    mutating func offset() -> Int? {
        if skip("Z") || skip("z") || isAtEnd { return 0 }
        let sign = skip("-") ? -1 : skip("+") ? 1 : 0
        guard sign != 0, let hours = digits(2) else { return nil }
        _ = skip(":")
        guard let minutes = isAtEnd ? 0 : digits(2) else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
