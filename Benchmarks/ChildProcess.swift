import Glibc

/// Runs a program to its end and measures it from outside.
enum ChildProcess {
    struct Ended {
        /// The exit code; 128 and the signal's number for one that was killed.
        let code: Int32
        let output: String
        let milliseconds: Double
        /// When the first byte of its output came; nil for none.
        let firstByteMilliseconds: Double?
        /// The largest resident set of the child, in KiB.
        let peakKiB: Int
    }

    /// - Parameter errors: where its standard error goes; nil for where ours goes.
    static func run(_ arguments: [String], errors: String? = "/dev/null") throws(BenchmarkFailure) -> Ended {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw BenchmarkFailure("no pipe: \(String(cString: strerror(errno)))") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
        if let errors { posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o644) }
        var words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let began = ContinuousClock().now
        let code = posix_spawn(&process, arguments[0], &actions, nil, &words, environ)
        close(ends[1])
        defer { close(ends[0]) }
        guard code == 0 else {
            throw BenchmarkFailure("\(arguments[0]) can't be run: \(String(cString: strerror(code)))")
        }
        var output: [UInt8] = []
        var first: Double?
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(ends[0], &buffer, buffer.count)
            guard count > 0 else { break }
            if first == nil { first = Milliseconds.of(ContinuousClock().now - began) }
            output += buffer[..<count]
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        let span = Milliseconds.of(ContinuousClock().now - began)
        let signal = status & 0x7f
        return Ended(
            code: signal == 0 ? (status >> 8) & 0xff : 128 + signal, output: String(decoding: output, as: UTF8.self),
            milliseconds: span, firstByteMilliseconds: first, peakKiB: usage.ru_maxrss)
    }
}
