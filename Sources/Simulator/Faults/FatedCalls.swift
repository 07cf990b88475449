import CloudCalls
import FakeAWS
import Values

/// The fake cloud as one life of ours reaches it: once dead, no call gets there any more.
struct FatedCalls: AWSCalls, KubernetesCalls {
    let cloud: FakeCloud
    let fate: Fate
    let watch: Watch
    let memory: RehearsalMemory
    let regions: [String]
    let time: any TimeSource
    let fence: Fence
    /// Another run of ours, from its beginning to its end, while this one is stopped.
    let other: @Sendable (Mishap) -> Void
    var canary: Canary?

    private static let death = AWSError("Simulated.Death", "We are dead.", effect: .unknown)

    private func run(
        _ name: String, service: String, isRead: Bool, half: AWSRequest? = nil,
        _ call: () async throws(AWSError) -> Value
    ) async throws(AWSError) -> Value {
        guard !fate.isDead else { throw Self.death }
        let turn = fate.call(service: service, isBatch: half != nil, at: time.now())
        for mishap in turn.ends { cloud.edit { Surroundings.end(mishap, regions: regions, &$0) } }
        for mishap in turn.begins {
            watch.note(mishap)
            cloud.edit { Surroundings.begin(mishap, regions: regions, &$0) }
        }
        if let mishap = turn.mishap { watch.note(mishap, name) }
        switch turn.mishap?.kind {
        case .dieBefore: throw Self.death
        case .dieAfter:
            _ = try? await call()
            throw Self.death
        case .halfApplied:
            if let half { _ = try await cloud.call(half) }
            if fate.isDead { throw Self.death }
            throw AWSError("InternalFailure", "Injected: half of it took effect.", effect: .unknown)
        case .fail: throw AWSError("ServiceUnavailable", "Injected.", effect: .none)
        case .throttle: throw AWSError("Throttling", "Rate exceeded")
        case .timeout: throw AWSError("Transport.Timeout", "No answer came.", effect: .unknown)
        case .loseAnswer:
            let output = try await call()
            if isRead { return output }
            throw AWSError("Transport.AnswerLost", "The answer was lost.", effect: .unknown)
        default: break
        }
        let stop = turn.mishap.flatMap { $0.kind == .twoOfUs ? $0 : nil }
        if let stop, stop.isStoppedBefore {
            other(stop)
            // Who goes on may have been about to ask.
            try fence.check(isRead: isRead)
        }
        if turn.isServiceDown { throw AWSError("ServiceUnavailable", "\(service) is down.", effect: .none) }
        if !isRead { watch.willChange(name, memory) }
        let output = try await call()
        watch.called(name, isRead: isRead, cloud)
        if let stop, !stop.isStoppedBefore { other(stop) }
        // The life may have ended while the call was under way: its answer reaches nobody.
        guard !fate.isDead else { throw Self.death }
        return output
    }

    func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        let name = "\(request.service).\(request.operation)"
        do throws(AWSError) {
            let half = HalfCall.of(request)
            let output = try await run(name, service: request.service, isRead: request.isRead, half: half) {
                () async throws(AWSError) in
                try await cloud.call(request)
            }
            if let canary { canary.sing(request, cloud, time) }
            return output
        } catch {
            throw error.of(request)
        }
    }

    func call(_ request: KubernetesRequest) async throws(AWSError) -> Value {
        try await run("kubernetes.\(request.name)", service: "kubernetes", isRead: request.isRead) {
            () async throws(AWSError) in
            try await cloud.call(request)
        }
    }
}
