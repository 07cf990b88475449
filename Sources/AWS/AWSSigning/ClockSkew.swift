import Synchronization
public import Values

/// How far AWS's clock is from ours, learned from the `Date` of answers; shared by all who sign.
///
/// A signature counts for five minutes around its time ("Elements of an AWS API request signature", IAM User Guide), so
/// smaller differences stay uncorrected: `Date` has whole seconds and says nothing about time on the way.
public final class ClockSkew: Sendable {
    /// Differences below this are left alone.
    public static let tolerance = TimeSpan.minutes(4)

    private struct State {
        var offset = TimeSpan.zero
        var measured: TimeSpan?
    }

    private let state = Mutex(State())

    public init() {}

    /// AWS's clock minus ours, as signatures are corrected by it.
    public var correction: TimeSpan { state.withLock { $0.offset } }

    /// AWS's clock minus ours by the last answer, to about a second; nil before the first.
    public var measured: TimeSpan? { state.withLock { $0.measured } }

    /// The moment to sign with.
    public func signingTime(_ now: Instant) -> Instant { now + correction }

    /// Learns from an answer.
    /// - Parameter middle: our clock half way between sending and receiving.
    /// - Returns: whether the correction changed by so much that a request refused for its time may now pass.
    @discardableResult
    public func learn(serverDate: Instant, middle: Instant) -> Bool {
        let measured = serverDate - middle
        let wanted = abs(measured.milliseconds) >= Self.tolerance.milliseconds ? measured : .zero
        return state.withLock { state in
            state.measured = measured
            let moved = abs(wanted.milliseconds - state.offset.milliseconds) >= Self.tolerance.milliseconds
            // Near values are one skew measured twice: keeping the first keeps signatures monotonic.
            if moved { state.offset = wanted }
            return moved
        }
    }
}
