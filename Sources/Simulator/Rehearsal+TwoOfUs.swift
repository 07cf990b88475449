import AccountLeases
import CloudCalls
import Runner
import Specs
import Values

extension Rehearsal {
    /// Who else works on the platform while one life does.
    enum Role: Sendable {
        case alone
        /// This life will be stopped, and another run takes over.
        case contested
        /// The other run, on another machine.
        case takingOver
    }

    /// Does what a life does under the lease of the platform, as the program does on AWS, where somebody else may come.
    func holding(
        _ spec: Spec, _ fate: Fate, _ fence: Fence, life: Int, _ role: Role, _ body: @Sendable () async -> Lived
    ) async -> Lived {
        guard role != .alone else { return await body() }
        let lease: HeldLease
        do throws(LeaseRefusal) {
            let object = LeaseObject(
                platform: spec.name, account: spec.account, region: spec.primaryRegion.name, aws: cloud, time: clock,
                attemptLimit: .minutes(1))
            let holder = LeaseHolding(
                host: role == .contested ? "ours" : "theirs", boot: "", process: life, started: "",
                since: clock.now().milliseconds / 1000, token: "\(role) \(life)")
            // Earlier lives of this machine have ended; of another one nobody knows.
            lease = try await HeldLease.take(
                object, holder, time: clock, patience: .minutes(10),
                isDead: { $0.host == holder.host })
        } catch {
            return .stopped("the lease", "\(error)")
        }
        fence.heed { lease.problem }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { await lease.keep() }
            let lived = await body()
            group.cancelAll()
            await group.waitForAll()
            // The dead give nothing back.
            if !fate.isDead { await lease.end(isLast: false) }
            return lived
        }
    }

    /// Another run of the same command from its beginning to its end, while a life stands still. The work goes on with
    /// that run's state.
    func takeOver(_ leg: Leg, life: Int, _ mishap: Mishap) -> OtherRun.End {
        let theirs = memory.copy(knowsState: mishap.otherKnowsState)
        let lived = Rehearsal(besides: self, theirs).live(
            leg, Fate(), life: Self.otherLives + life, role: .takingOver)
        watch.record(.life, "another run ends: \(lived.ending.words)")
        memory.goOn(as: theirs)
        return OtherRun.End(ending: lived.ending, isAnnounced: lived.isAnnounced, failedGate: lived.failedGate)
    }

    /// No life of ours has a number like theirs, from which tokens are made.
    private static let otherLives = 1000
}
