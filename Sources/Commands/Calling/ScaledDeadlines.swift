import CloudCalls
import Values

/// Brings deadlines from the cloud's time, in which callers count, to the wall's, in which the client does.
///
/// Where the cloud's time runs fast, the answer is waited for beyond the deadline: the far end itself refuses to begin
/// with a call whose time is over, so a late answer is one to a call that was not late.
struct ScaledDeadlines: AWSCalls {
    /// How long, in the cloud's time, the call that this task makes may take from the moment at which it is sent.
    ///
    /// Counted from then it is over at the same time as its caller thinks or later by what encoding took, which is
    /// before anybody could have seen it fail, and before a death that follows.
    @TaskLocal static var span: TimeSpan?

    /// How long an answer is waited for at least, on the wall's clock.
    private static let patience = TimeSpan.seconds(10)
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

    /// How long an answer is waited for on the wall's clock.
    /// - Parameter span: the same in the cloud's time.
    static func onTheWall(_ span: TimeSpan, speed: Int) -> TimeSpan {
        speed > 1 ? max(TimeSpan(milliseconds: span.milliseconds / speed), patience) : span
    }

    func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        guard speed > 1 else { return try await calls.call(request) }
        let left = request.deadline - clock.now()
        guard left > .zero else {
            throw AWSError(
                "Transport.DeadlineExceeded", "the time for the call was over before it was sent",
                service: request.service, operation: request.operation, region: request.region)
        }
        let onTheWall = request.changing(deadline: wall.now() + Self.onTheWall(left, speed: speed))
        let calls = calls
        let result = await Self.$span.withValue(left) { () async -> Result<Value, AWSError> in
            do throws(AWSError) { return .success(try await calls.call(onTheWall)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
