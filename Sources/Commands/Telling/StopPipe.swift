import Glibc

/// A pipe from a signal's handler, in which hardly anything may be done, to where something can.
enum StopPipe {
    static let ends: (reading: Int32, writing: Int32) = {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) == 0 {
            for end in ends {
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
        }
        return (ends[0], ends[1])
    }()

    static func fill() {
        var byte: UInt8 = 1
        _ = write(ends.writing, &byte, 1)
    }

    static func drain() {
        var bytes: (UInt64, UInt64) = (0, 0)
        while read(ends.reading, &bytes, 16) > 0 {}
    }
}
