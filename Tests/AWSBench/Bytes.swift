import Glibc

/// Whole files and what the process takes.
enum Bytes {
    static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw CannedServer.Failure(what: "\(path) can't be read") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    /// The most memory that the process has had, in mebibytes; `getrusage` would count what came before `exec`.
    static var peakMebibytes: Int {
        let lines = (try? read("/proc/self/status")).map { String(decoding: $0, as: UTF8.self).split(separator: "\n") }
        let words = lines?.first { $0.hasPrefix("VmHWM:") }?.split { $0 == " " || $0 == "\t" }
        return (words.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) / 1024
    }

    static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Processor time of this process.
    static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
