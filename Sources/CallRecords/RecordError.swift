/// The file of recorded calls can't be opened or written.
public struct RecordError: Error, Sendable, Hashable, CustomStringConvertible {
    public let path: String
    /// The operating system's words.
    public let reason: String

    public var description: String {
        "The calls can't be recorded in \(path): \(reason). Name another file in \(RecordedCalls.variable), or unset it."
    }
}
