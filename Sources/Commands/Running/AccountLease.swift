import AccountLeases
import Locks
import Specs
import States
import Synchronization
import Terminal
import Values

/// The lease of a platform in its account while a command holds it: renewed in the background.
final class AccountLease: Sendable {
    private let held: HeldLease
    private let platform: String
    private let renewing: Task<Void, Never>

    private init(_ held: HeldLease, platform: String) {
        self.held = held
        self.platform = platform
        renewing = Task { await held.keep() }
    }

    /// Takes the lease; waits for it as long as `--lock-timeout` says.
    static func take(_ object: LeaseObject, _ session: Session) async throws(LeaseRefusal) -> AccountLease {
        let held = try await HeldLease.take(
            object, thisProcess, time: BootClock(), patience: .seconds(session.options.number("lock-timeout", 0)),
            isDead: isDead
        ) { session.output.note("The lease in the account was taken over from \(HeldLease.name($0)).") }
        return AccountLease(held, platform: session.spec.name)
    }

    private static var thisProcess: LeaseHolding {
        let process = ProcessFacts.id
        return LeaseHolding(
            host: ProcessFacts.host, boot: space, process: process,
            started: ProcessFacts.startTime(of: process) ?? "", since: ProcessFacts.secondsSince1970,
            token: "\(process)-\(ProcessFacts.monotonicNanoseconds)-\(space)")
    }

    /// Where a process's number counts: this boot, and in a container its own space.
    private static var space: String { "\(ProcessFacts.bootID)/\(ProcessFacts.processSpace)" }

    /// Whether it was a process of this very place that runs no more.
    private static func isDead(_ holder: LeaseHolding) -> Bool {
        holder.host == ProcessFacts.host && holder.boot == space
            && ProcessFacts.startTime(of: holder.process) != holder.started
    }

    /// Why nothing more may be changed; nil while the lease is ours.
    var problem: String? { held.problem }

    /// The same for the journal.
    var objection: StateError? {
        problem.map {
            StateError(
                "state.fenced", "The lease of \(platform) in the account is no longer ours: \($0).",
                hint: "Nothing of this run is lost; run the command again when the other has ended.")
        }
    }

    /// Gives the lease back.
    /// - Parameter isLast: nothing of the platform is left.
    func end(isLast: Bool) async {
        renewing.cancel()
        await renewing.value
        await held.end(isLast: isLast)
    }
}
