internal import Glibc

/// A lock's file can't be opened.
public struct LockError: Error, Sendable, Hashable {
    public let path: String
    /// The operating system's error number.
    public let errno: Int32

    /// The operating system's words.
    public var message: String { String(cString: strerror(errno)) }
    public var isReadOnly: Bool { errno == EROFS || errno == EACCES || errno == EPERM }
    public var isDiskFull: Bool { errno == ENOSPC }
}
