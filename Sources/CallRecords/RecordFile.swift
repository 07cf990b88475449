internal import Glibc

/// A file to which whole lines are appended, also by several processes at once.
///
/// A line is one `write` with `O_APPEND`, which Linux does as a whole on a local file (write(2)).
final class RecordFile: Sendable {
    private let descriptor: Int32
    private let path: String

    init(path: String) throws(RecordError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw RecordError(path: path, reason: String(cString: strerror(errno))) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func append(_ line: String) throws(RecordError) {
        let bytes = Array((line + "\n").utf8)
        var count: Int
        repeat { count = write(descriptor, bytes, bytes.count) } while count < 0 && errno == EINTR
        guard count == bytes.count else {
            throw RecordError(path: path, reason: count < 0 ? String(cString: strerror(errno)) : "the disk is full")
        }
    }

    /// The path that an environment variable holds; nil when it is unset or empty.
    static func path(from variable: String) -> String? {
        guard let text = getenv(variable), text.pointee != 0 else { return nil }
        return String(cString: text)
    }
}
