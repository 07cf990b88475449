public import Values

/// Brings deadlines from the clock by which callers count to the one by which the far end of the calls does.
public struct OffsetCalls<Calls: Sendable>: Sendable {
    private let calls: Calls
    private let clock: OffsetClock

    /// - Parameter clock: the callers' clock, based on the far end's.
    public init(_ calls: Calls, _ clock: OffsetClock) {
        self.calls = calls
        self.clock = clock
    }
}

extension OffsetCalls: AWSCalls where Calls: AWSCalls {
    public func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        try await calls.call(request.changing(deadline: clock.onBase(request.deadline)))
    }
}

extension OffsetCalls: KubernetesCalls where Calls: KubernetesCalls {
    public func call(_ request: KubernetesRequest) async throws(AWSError) -> Value {
        try await calls.call(request.changing(deadline: clock.onBase(request.deadline)))
    }
}
