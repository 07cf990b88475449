internal import Glibc

/// An advisory lock of the operating system on a file; it ends with the process, however that ends.
///
/// Source: flock(2).
public struct FileLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Opens the lock's file, and makes it where it is missing; nothing is locked yet.
    /// - Throws: `LockError` when the file can't be opened.
    public init(path: String) throws(LockError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw LockError(path: path, errno: errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Takes the lock alone; false when somebody else has it.
    public borrowing func tryExclusive() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// Takes or keeps the lock together with others, and waits while somebody has it alone.
    public borrowing func share() { while flock(descriptor, LOCK_SH) != 0 && errno == EINTR {} }

    public borrowing func unlock() { flock(descriptor, LOCK_UN) }

    /// Leaves two numbers in the lock's file for whoever has it open now or opens it next; they outlive this process,
    /// however that ends, but not a loss of power.
    public borrowing func leave(_ first: Int, _ second: Int) {
        var numbers = [Int64(first).littleEndian, Int64(second).littleEndian]
        // What could not be left is not found: whoever looks has to do without anyway when the file is new.
        _ = pwrite(descriptor, &numbers, 2 * MemoryLayout<Int64>.size, 0)
    }

    /// Leaves the second number alone, as `leave` does; the first stays what it is by now.
    public borrowing func leave(second: Int) {
        var number = Int64(second).littleEndian
        let size = MemoryLayout<Int64>.size
        _ = pwrite(descriptor, &number, size, off_t(size))
    }

    /// The numbers that were left last; nil when nobody did.
    public borrowing func left() -> (first: Int, second: Int)? {
        var numbers: [Int64] = [0, 0]
        let size = 2 * MemoryLayout<Int64>.size
        guard pread(descriptor, &numbers, size, 0) == size else { return nil }
        return (Int(Int64(littleEndian: numbers[0])), Int(Int64(littleEndian: numbers[1])))
    }
}
