public import Values

/// Retries what AWS documents as safe to send again: throttling, and faults on the way of calls that only read or
/// certainly had no effect. Clock and random numbers are passed in.
///
/// Source: "Retry behavior", AWS SDKs and Tools Reference Guide.
public struct RetryingCalls: AWSCalls {
    private let calls: any AWSCalls
    private let time: any TimeSource
    private let random: any RandomSource
    private let policy: RetryPolicy
    private let memory: RetryMemory
    private let observe: @Sendable (RetryEvent) -> Void

    /// - Parameters:
    ///   - memory: what all callers of the account share.
    ///   - observe: told before each further attempt; for logs.
    public init(
        _ calls: any AWSCalls, time: any TimeSource, random: any RandomSource, policy: RetryPolicy,
        memory: RetryMemory, observe: @escaping @Sendable (RetryEvent) -> Void = { _ in }
    ) {
        self.calls = calls
        self.time = time
        self.random = random
        self.policy = policy
        self.memory = memory
        self.observe = observe
    }

    public func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        let call = RetriedCall(
            service: request.service, operation: request.operation, region: request.region,
            mayRepeat: request.isRead || request.isRepeatable || policy.knowsAgain(request))
        return try await answer(call) { waited throws(AWSError) in
            try await calls.call(waited > .zero ? request.changing(deadline: request.deadline + waited) : request)
        }
    }

    /// Makes attempts until one ends well, or no more are allowed.
    /// - Parameter attempt: makes one; its deadline is later by what had to be waited.
    func answer(
        _ request: RetriedCall, _ attempt: (_ waited: TimeSpan) async throws(AWSError) -> Value
    ) async throws(AWSError) -> Value {
        let place = RetryMemory.Place(service: request.service, region: request.region)
        let start = time.now()
        var number = 1
        var cost: Int?
        while true {
            await admission(place)
            do throws(AWSError) {
                let output = try await attempt(time.now() - start)
                memory.record(place, isThrottling: false, at: time.now())
                memory.giveBack(place, cost, at: time.now())
                return output
            } catch {
                memory.record(place, isThrottling: error.isThrottling, at: time.now())
                guard number < policy.attempts, policy.allows(error, request), !Task.isCancelled else { throw error }
                let wait = policy.wait(after: error, attempt: number, random: random)
                let next = time.now() + wait
                guard next - start <= policy.span else { throw error }
                guard let taken = memory.takeRetry(place, isThrottling: error.isThrottling, at: time.now()) else {
                    throw error
                }
                cost = taken
                number += 1
                observe(RetryEvent(request, attempt: number, after: error, wait: wait))
                await time.sleep(until: next)
            }
        }
    }

    /// Waits until the learned rate lets an attempt through.
    private func admission(_ place: RetryMemory.Place) async {
        guard policy.isAdaptive else { return }
        while !Task.isCancelled, let wait = memory.admit(place, at: time.now()) {
            await time.sleep(until: time.now() + wait)
        }
    }
}
