public import CloudCalls
public import Resources
public import Values

/// Observes a platform of which state knows nothing: it is new, or its state was lost a moment ago.
///
/// A run that died just before may have made things that no list shows yet, and nothing remembers its calls. So what is
/// absent counts as absent only after a second read (ARCHITECTURE, "Unknown is not absent"): after the longest
/// consistency window of all kinds, or, when there are things that carry our tags, after the last call of that run can
/// have landed, too.
public struct FirstLook: Sendable {
    private let time: any TimeSource
    private let window: TimeSpan

    /// - Parameter window: the longest consistency window of all kinds.
    public init(time: any TimeSource, window: TimeSpan) {
        self.time = time
        self.window = window
    }

    /// - Parameters:
    ///   - limit: how long after its start a call may still take effect.
    ///   - waits: told of each wait before it begins, with what was found.
    public func observe(
        limit: TimeSpan, waits: @Sendable (TimeSpan, _ found: Int) -> Void = { _, _ in },
        look: () async throws(AWSError) -> [ResourceObservation]
    ) async throws(AWSError) -> [ResourceObservation] {
        var observed = try await look()
        if observed.isEmpty {
            observed = try await again(window, 0, waits, look)
            if observed.isEmpty { return [] }
        }
        return try await again(limit + window, observed.count, waits, look)
    }

    private func again(
        _ span: TimeSpan, _ found: Int, _ waits: @Sendable (TimeSpan, Int) -> Void,
        _ look: () async throws(AWSError) -> [ResourceObservation]
    ) async throws(AWSError) -> [ResourceObservation] {
        waits(span, found)
        await time.sleep(until: time.now() + span)
        return try await look()
    }
}
