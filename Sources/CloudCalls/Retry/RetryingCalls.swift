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

    /// - Parameter memory: what all callers of the account share.
    public init(
        _ calls: any AWSCalls, time: any TimeSource, random: any RandomSource, policy: RetryPolicy,
        memory: RetryMemory
    ) {
        self.calls = calls
        self.time = time
        self.random = random
        self.policy = policy
        self.memory = memory
    }

    public func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        let place = RetryMemory.Place(service: request.service, region: request.region)
        let start = time.now()
        var attempt = 1
        var cost: Int?
        while true {
            await admission(place)
            do throws(AWSError) {
                let output = try await calls.call(renewed(request, attempt: attempt))
                memory.record(place, isThrottling: false, at: time.now())
                memory.giveBack(place, cost, at: time.now())
                return output
            } catch {
                memory.record(place, isThrottling: error.isThrottling, at: time.now())
                guard attempt < policy.attempts, policy.allows(error, request), !Task.isCancelled else { throw error }
                let next = time.now() + policy.wait(after: error, attempt: attempt, random: random)
                guard next - start <= policy.span else { throw error }
                guard let taken = memory.takeRetry(place, isThrottling: error.isThrottling, at: time.now()) else {
                    throw error
                }
                cost = taken
                await time.sleep(until: next)
                attempt += 1
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

    /// A later attempt has its own deadline, as long as the first one's.
    private func renewed(_ request: AWSRequest, attempt: Int) -> AWSRequest {
        guard attempt > 1 else { return request }
        return AWSRequest(
            service: request.service, operation: request.operation, region: request.region, input: request.input,
            deadline: max(request.deadline, time.now() + .seconds(60)))
    }
}
