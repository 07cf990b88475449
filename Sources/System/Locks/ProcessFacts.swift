internal import Glibc

/// What the operating system says of processes; Linux's /proc.
public enum ProcessFacts {
    public static var id: Int { Int(getpid()) }

    public static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, 255)
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Changes with each boot of the machine.
    public static var bootID: String { read("/proc/sys/kernel/random/boot_id") }

    /// Names the space in which process numbers count, another in each container; empty where it can't be told.
    public static var processSpace: String {
        var name = [UInt8](repeating: 0, count: 256)
        let count = readlink("/proc/self/ns/pid", &name, name.count)
        return String(decoding: name.prefix(max(0, count)), as: UTF8.self)
    }

    /// When a process began, in clock ticks since boot; nil when it doesn't exist, or has ended and only waits for its
    /// parent to hear of it.
    public static func startTime(of process: Int) -> String? {
        let text = read("/proc/\(process)/stat")
        // The name stands in parentheses and may hold spaces; the start time is the 20th field behind it, and the first says
        // how it fares.
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return String(fields[19])
    }

    /// Seconds since 1970, by the system's clock.
    public static var secondsSince1970: Int { time(nil) }

    /// Nanoseconds on the clock that never jumps and is the same for all processes of a boot.
    public static var monotonicNanoseconds: Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec * 1_000_000_000 + now.tv_nsec
    }

    /// Nanoseconds since the machine's start; unlike the monotonic clock it goes on while the machine sleeps
    /// (clock_gettime(2), CLOCK_BOOTTIME).
    public static var bootNanoseconds: Int {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        return now.tv_sec * 1_000_000_000 + now.tv_nsec
    }

    /// Processor time that this process has used, in its own code and the kernel's.
    public static var processorMilliseconds: Int {
        var now = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
    }

    /// Memory of this process that lies in the machine's.
    public static var residentBytes: Int {
        // Pages: all, then resident ones (proc(5)).
        let fields = read("/proc/self/statm").split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * sysconf(Int32(_SC_PAGESIZE))
    }

    /// Stops this thread for a short while.
    public static func pause(milliseconds: Int) { usleep(UInt32(milliseconds) * 1000) }

    private static func read(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).filter { $0 != "\n" }
    }
}
