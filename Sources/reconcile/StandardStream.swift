import Glibc
import Synchronization

/// Standard output or standard error, written without Foundation, whose loading would cost a third of a short command.
final class StandardStream: Sendable {
    private let descriptor: Int32
    private let refusal = Mutex<Int32>(0)

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Why the stream took no more, in the operating system's words; nil when it took everything.
    var problem: String? {
        let number = refusal.withLock { $0 }
        return number == 0 ? nil : String(cString: strerror(number))
    }

    /// Writes all of the text, or remembers why that can't be: a run must not end because nobody listens.
    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else { return }
            var written = 0
            while written < bytes.count {
                let count = Glibc.write(descriptor, start + written, bytes.count - written)
                let number = errno
                if count >= 0 {
                    written += count
                } else if number != EINTR {
                    refusal.withLock { $0 = number }
                    return
                }
            }
        }
    }
}
