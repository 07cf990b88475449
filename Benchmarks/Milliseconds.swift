import Glibc

/// Durations as numbers for tables.
enum Milliseconds {
    static func of(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
    }

    /// What this thread has had of a processor so far; on a busy machine less noisy than the wall's clock.
    static var ofProcessor: Double {
        var now = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return Double(now.tv_sec) * 1000 + Double(now.tv_nsec) / 1e6
    }
}

extension [Double] {
    /// The middle one of an odd count, the upper of the two middle ones otherwise; 0 for none.
    var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}
