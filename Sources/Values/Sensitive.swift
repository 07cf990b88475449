/// Text that must not be seen: it prints as `***` and has no coding.
public struct Sensitive: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let hidden: String

    public init(_ text: String) { hidden = text }

    /// The text itself, for the one place that hands it to the service.
    public func reveal() -> String { hidden }

    public var description: String { "***" }
    public var debugDescription: String { "***" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
