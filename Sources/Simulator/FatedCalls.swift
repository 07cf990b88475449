import CloudCalls
import FakeAWS
import Values

/// The fake cloud as one life of ours reaches it: once dead, no call gets there any more.
struct FatedCalls: AWSCalls, KubernetesCalls {
    let cloud: FakeCloud
    let fate: Fate

    private static let death = AWSError("Simulated.Death", "We are dead.", effect: .unknown)

    private func run(
        isRead: Bool, _ call: () async throws(AWSError) -> Value
    ) async throws(AWSError) -> Value {
        guard !fate.isDead else { throw Self.death }
        switch fate.call(isRead: isRead) {
        case .well: break
        case .dieBefore: throw Self.death
        case .dieAfter:
            _ = try? await call()
            throw Self.death
        case .fail: throw AWSError("ServiceUnavailable", "Injected.", effect: .none)
        case .throttle: throw AWSError("Throttling", "Rate exceeded")
        case .loseAnswer:
            _ = try await call()
            throw AWSError("Transport.AnswerLost", "The answer was lost.", effect: .unknown)
        }
        let output = try await call()
        // The life may have ended while the call was under way: its answer reaches nobody.
        guard !fate.isDead else { throw Self.death }
        return output
    }

    func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        do throws(AWSError) {
            return try await run(isRead: request.isRead) { () async throws(AWSError) in try await cloud.call(request) }
        } catch {
            var error = error
            error.service = request.service
            error.operation = request.operation
            error.region = request.region
            throw error
        }
    }

    func apply(_ object: Value, in cluster: ClusterName, deadline: Instant) async throws(AWSError) -> Value {
        try await run(isRead: false) { () async throws(AWSError) in
            try await cloud.apply(object, in: cluster, deadline: deadline)
        }
    }

    func get(_ name: ObjectName, in cluster: ClusterName, deadline: Instant) async throws(AWSError) -> Value {
        try await run(isRead: true) { () async throws(AWSError) in
            try await cloud.get(name, in: cluster, deadline: deadline)
        }
    }

    func list(
        apiVersion: String, kind: String, labelSelector: String, in cluster: ClusterName, deadline: Instant
    ) async throws(AWSError) -> [Value] {
        try await run(isRead: true) { () async throws(AWSError) in
            .list(
                try await cloud.list(
                    apiVersion: apiVersion, kind: kind, labelSelector: labelSelector, in: cluster, deadline: deadline))
        }.elements
    }

    func delete(_ name: ObjectName, in cluster: ClusterName, deadline: Instant) async throws(AWSError) {
        _ = try await run(isRead: false) { () async throws(AWSError) in
            try await cloud.delete(name, in: cluster, deadline: deadline)
            return .null
        }
    }
}
