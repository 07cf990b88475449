public import CloudCalls
public import FakeAWS
import Synchronization
public import Values

/// FakeAWS with faults drawn from a seed, and our own death.
public final class SimulatedCloud: AWSCalls, KubernetesCalls {
    private let cloud: FakeCloud
    private let mortality: Mortality
    private let rates: FaultRates
    private let random: Mutex<SeededRandom>

    public init(_ cloud: FakeCloud, mortality: Mortality, rates: FaultRates, seed: UInt64) {
        self.cloud = cloud
        self.mortality = mortality
        self.rates = rates
        random = Mutex(SeededRandom(seed: seed))
    }

    public func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        let answer: Value
        let number = try begin(request.operation, request.service)
        do throws(AWSError) {
            answer = try await cloud.call(request)
        } catch {
            try end(number, loses: false)
            throw error
        }
        try end(number, loses: draw(rates.answerLost))
        return answer
    }

    public func apply(
        _ object: Value, in cluster: ClusterName, deadline: Instant
    ) async throws(AWSError) -> Value {
        let number = try begin("apply", "kubernetes")
        let answer = try await cloud.apply(object, in: cluster, deadline: deadline)
        try end(number, loses: draw(rates.answerLost))
        return answer
    }

    public func get(
        _ name: ObjectName, in cluster: ClusterName, deadline: Instant
    ) async throws(AWSError) -> Value {
        let number = try begin("get", "kubernetes")
        let answer = try await cloud.get(name, in: cluster, deadline: deadline)
        try end(number, loses: false)
        return answer
    }

    public func list(
        apiVersion: String, kind: String, labelSelector: String, in cluster: ClusterName, deadline: Instant
    ) async throws(AWSError) -> [Value] {
        let number = try begin("list", "kubernetes")
        let answer = try await cloud.list(
            apiVersion: apiVersion, kind: kind, labelSelector: labelSelector, in: cluster, deadline: deadline)
        try end(number, loses: false)
        return answer
    }

    public func delete(
        _ name: ObjectName, in cluster: ClusterName, deadline: Instant
    ) async throws(AWSError) {
        let number = try begin("delete", "kubernetes")
        try await cloud.delete(name, in: cluster, deadline: deadline)
        try end(number, loses: draw(rates.answerLost))
    }

    private func draw(_ thousandths: Int) -> Bool { random.withLock { $0.chance(thousandths: thousandths) } }

    private func begin(_ operation: String, _ service: String) throws(AWSError) -> Int {
        guard let number = mortality.mayCall() else { throw Self.dead }
        if draw(rates.throttled) {
            throw AWSError("Throttling", "Rate exceeded", service: service, operation: operation)
        }
        if draw(rates.failed) {
            throw AWSError("ServiceUnavailable", "Injected fault", service: service, operation: operation)
        }
        return number
    }

    private func end(_ number: Int, loses: Bool) throws(AWSError) {
        guard mortality.didCall(number) else { throw Self.dead }
        if loses { throw AWSError("Transport.AnswerLost", "The answer was lost.", effect: .unknown) }
    }

    /// Not transient, so that nothing retries in a dead process.
    private static let dead = AWSError("Simulator.Dead", "The process is dead.", effect: .unknown)
}
