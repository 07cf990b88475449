/// A place in a text; both count from 1, the column in Unicode scalars.
public struct Position: Hashable, Sendable {
    private let storedLine: UInt32
    private let storedColumn: UInt32

    /// The line, from 1.
    public var line: Int { Int(storedLine) }
    /// The column in Unicode scalars, from 1.
    public var column: Int { Int(storedColumn) }

    /// Makes a position; numbers beyond 32 bits are cut, which no document within the size limit reaches.
    public init(line: Int, column: Int) {
        storedLine = UInt32(clamping: line)
        storedColumn = UInt32(clamping: column)
    }
}
