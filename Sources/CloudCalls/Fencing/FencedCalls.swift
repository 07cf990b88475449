public import Values

/// Asks before each attempt at a change whether it may still be made.
///
/// The journal asks, too, but only between steps. A process that was stopped, as a laptop is when it is closed, goes on in
/// the middle of one: it would send what it was about to send, or send again, while another run has taken over.
public struct FencedCalls: AWSCalls {
    private let calls: any AWSCalls
    private let fence: Fence

    public init(_ calls: any AWSCalls, by fence: Fence) {
        self.calls = calls
        self.fence = fence
    }

    public func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        do throws(AWSError) { try fence.check(isRead: request.isRead) } catch { throw error.of(request) }
        return try await calls.call(request)
    }
}
