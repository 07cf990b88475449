public import Values

/// Retries what AWS documents as safe to send again: throttling, and faults on the way of calls that only read or
/// certainly had no effect. Exponential backoff with full jitter; clock and random numbers are passed in.
///
/// Source: "Error retries and exponential backoff in AWS", AWS General Reference; standard mode of the AWS SDKs.
public struct RetryingCalls: AWSCalls {
    private let calls: any AWSCalls
    private let time: any TimeSource
    private let random: any RandomSource
    private let attempts: Int

    public init(_ calls: any AWSCalls, time: any TimeSource, random: any RandomSource, attempts: Int = 6) {
        self.calls = calls
        self.time = time
        self.random = random
        self.attempts = attempts
    }

    public func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        var attempt = 1
        while true {
            do throws(AWSError) {
                return try await calls.call(renewed(request, attempt: attempt))
            } catch {
                let isSafe = error.isThrottling || (error.isTransient && (error.effect == .none || request.isRead))
                guard isSafe, attempt < attempts else { throw error }
                let ceiling = min(20_000, 500 << attempt)
                await time.sleep(until: time.now() + .milliseconds(ceiling / 4 + random.below(ceiling * 3 / 4)))
                attempt += 1
            }
        }
    }

    /// A later attempt has its own deadline, as long as the first one's.
    private func renewed(_ request: AWSRequest, attempt: Int) -> AWSRequest {
        guard attempt > 1 else { return request }
        return AWSRequest(
            service: request.service, operation: request.operation, region: request.region, input: request.input,
            deadline: max(request.deadline, time.now() + .seconds(60)))
    }
}
