/// How large a document the reader accepts; RFC 8259 section 9 lets an implementation set such limits.
public struct JSONLimits: Hashable, Sendable {
    /// Arrays and objects inside each other.
    public var depth: Int
    /// Bytes of the text.
    public var size: Int

    /// 512 levels and 16 MiB: far above every document of ours, far below what hurts.
    public static let standard = JSONLimits(depth: 512, size: 16 << 20)

    public init(depth: Int, size: Int) {
        self.depth = depth
        self.size = size
    }
}
