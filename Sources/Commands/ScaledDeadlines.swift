import CloudCalls
import Values

/// Brings deadlines from the cloud's time, in which callers count, to the wall's, in which the client does.
struct ScaledDeadlines: AWSCalls {
    private let calls: any AWSCalls
    private let clock: any TimeSource
    private let wall: any TimeSource
    private let speed: Int

    init(_ calls: any AWSCalls, clock: any TimeSource, wall: any TimeSource, speed: Int) {
        self.calls = calls
        self.clock = clock
        self.wall = wall
        self.speed = speed
    }

    func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        let left = TimeSpan(milliseconds: (request.deadline - clock.now()).milliseconds / speed)
        do throws(AWSError) {
            return try await calls.call(
                AWSRequest(
                    service: request.service, operation: request.operation, region: request.region,
                    input: request.input, deadline: wall.now() + left))
        } catch {
            // In a cloud that runs fast, time may be over before anything is sent; the next attempt has its own.
            guard error.code == "Client.DeadlineExceeded", speed > 1 else { throw error }
            throw AWSError(
                "Transport.DeadlineExceeded", error.message, effect: error.effect, service: error.service,
                operation: error.operation, region: error.region)
        }
    }
}
