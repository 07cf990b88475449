import CSpawn
import Glibc
import Threads

/// Runs another program to its end and takes what it writes.
public enum ChildProcess {
    /// What a program that ran left behind.
    public struct Output: Sendable, Equatable {
        /// Its exit code; 128 and the signal's number when a signal ended it, as shells count.
        public let code: Int
        /// What it wrote to its standard output.
        public let text: [UInt8]
    }

    public enum Failure: Error, Sendable, Equatable {
        /// The program could not be begun; the system's error number.
        case notStarted(Int32)
        /// It did not end in time, and was killed.
        case tookTooLong
        /// It wrote more than it may, and was killed.
        case tooMuchOutput
    }

    /// Runs a program without a shell. Its standard input is empty; what it writes to standard error goes to ours.
    /// - Parameters:
    ///   - words: the program, looked up in `PATH`, and its arguments.
    ///   - milliseconds: how long it may take.
    ///   - limit: how many bytes it may write.
    public static func run(
        _ words: [String], within milliseconds: Int, limit: Int = 1 << 20
    ) async -> Result<Output, Failure> {
        await withCheckedContinuation { continuation in
            let begun = WorkerThread.begin {
                continuation.resume(returning: wait(for: words, within: milliseconds, limit: limit))
            }
            if !begun { continuation.resume(returning: .failure(.notStarted(EAGAIN))) }
        }
    }

    private static func wait(for words: [String], within milliseconds: Int, limit: Int) -> Result<Output, Failure> {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return .failure(.notStarted(errno)) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        var child = pid_t()
        let error = spawn(words, output: ends[1], &child)
        close(ends[1])
        guard error == 0 else { return .failure(.notStarted(error)) }
        let deadline = now() + milliseconds
        let read = read(ends[0], until: deadline, limit: limit)
        guard case .success(let text) = read else {
            kill(child, SIGKILL)
            var status: Int32 = 0
            waitpid(child, &status, 0)
            return read.map { Output(code: 0, text: $0) }
        }
        return end(of: child, until: deadline).map { Output(code: $0, text: text) }
    }

    private static func spawn(_ words: [String], output: Int32, _ child: inout pid_t) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        // What else is open here is none of its business: a file that is just being written could be run by nobody else.
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        // The thread that spawns takes no signals; the child must.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        return posix_spawnp(&child, arguments[0] ?? strdup(""), &actions, &attributes, &arguments, environ)
    }

    private static func read(_ end: Int32, until deadline: Int, limit: Int) -> Result<[UInt8], Failure> {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            var watched = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
            let left = deadline - now()
            guard left > 0, poll(&watched, 1, Int32(clamping: left)) > 0 else {
                if left > 0, errno == EINTR { continue }
                return .failure(.tookTooLong)
            }
            let count = Glibc.read(end, &buffer, buffer.count)
            guard count > 0 else { return .success(text) }
            text += buffer[..<count]
            if text.count > limit { return .failure(.tooMuchOutput) }
        }
    }

    /// Waits for a child that has closed its output.
    private static func end(of child: pid_t, until deadline: Int) -> Result<Int, Failure> {
        var status: Int32 = 0
        while waitpid(child, &status, WNOHANG) == 0 {
            guard now() < deadline else {
                kill(child, SIGKILL)
                waitpid(child, &status, 0)
                return .failure(.tookTooLong)
            }
            usleep(2000)
        }
        let signal = Int(status & 0x7F)
        return .success(signal == 0 ? Int(status >> 8) & 0xFF : 128 + signal)
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
