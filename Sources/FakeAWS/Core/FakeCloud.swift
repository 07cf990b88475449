public import CloudCalls
import Synchronization
public import Values

/// A FakeAWS in memory behind `AWSCalls`, for tests and rehearsals.
public final class FakeCloud: AWSCalls {
    private let state: Mutex<Cloud>
    private let time: any TimeSource

    public init(_ cloud: Cloud, time: any TimeSource) {
        state = Mutex(cloud)
        self.time = time
    }

    /// A copy of the cloud as it is now.
    public var snapshot: Cloud { state.withLock { $0 } }

    /// Changes the cloud by hand: drift, faults, a dead zone.
    public func edit(_ change: (inout Cloud) -> Void) { state.withLock { change(&$0) } }

    public func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        let moment = time.now()
        let answer = state.withLock { cloud in
            cloud.handle(
                service: request.service, operation: request.operation, region: request.region,
                input: request.input, at: moment)
        }
        await time.sleep(until: moment + answer.latency)
        return try answer.result.get()
    }
}
