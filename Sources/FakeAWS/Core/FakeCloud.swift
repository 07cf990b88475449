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

    /// Looks at the cloud without copying it.
    public func look<Output: Sendable>(_ body: (Cloud) -> Output) -> Output { state.withLock { body($0) } }

    /// Changes the cloud by hand: drift, faults, a dead zone.
    public func edit(_ change: (inout Cloud) -> Void) {
        let now = time.now()
        state.withLock { cloud in
            // What users got until now is counted as things stood.
            cloud.advance(to: now)
            cloud.countTraffic()
            change(&cloud)
        }
    }

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

extension FakeCloud: KubernetesCalls {
    public func call(_ request: KubernetesRequest) async throws(AWSError) -> Value {
        let moment = time.now()
        let answer = state.withLock { $0.handle(request, at: moment) }
        await time.sleep(until: moment + answer.latency)
        return try answer.result.get()
    }
}
