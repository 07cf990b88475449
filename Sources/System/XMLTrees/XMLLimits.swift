/// How large a document the reader accepts.
public struct XMLLimits: Sendable, Hashable {
    /// Elements inside each other.
    public var depth: Int
    /// Bytes of the document.
    public var size: Int

    /// 128 levels and 64 MiB: several times what AWS's largest answers have.
    public static let standard = XMLLimits(depth: 128, size: 64 << 20)

    public init(depth: Int, size: Int) {
        self.depth = depth
        self.size = size
    }
}
