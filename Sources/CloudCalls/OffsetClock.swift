public import Values

/// A clock that differs from another by a fixed span: AWS's as seen from this machine's, or one that goes wrong.
public struct OffsetClock: TimeSource {
    private let base: any TimeSource
    /// This clock minus the other.
    public let ahead: TimeSpan

    public init(_ base: any TimeSource, ahead: TimeSpan) {
        self.base = base
        self.ahead = ahead
    }

    public func now() -> Instant { base.now() + ahead }
    public func sleep(until instant: Instant) async { await base.sleep(until: onBase(instant)) }

    /// The same moment on the other clock.
    func onBase(_ instant: Instant) -> Instant { Instant(milliseconds: instant.milliseconds - ahead.milliseconds) }
}
