import AccountLeases
import CloudCalls
import Locks
import Specs
import States
import Synchronization
import Terminal
import Values

/// The lease of a platform in its account while a command holds it: renewed in the background, given back in the end.
///
/// All its times are the wall's, however fast the cloud's goes. Who could not renew it for 45 seconds begins nothing more;
/// who sees it unchanged for two minutes takes it over: by then also the last call of a silent holder has ended.
final class AccountLease: Sendable {
    private static let renewal = 15
    private static let limit = 45
    /// How long a record must have stood still, in seconds.
    private static let silence = 120

    private struct Standing {
        var etag: String
        var renewals = 0
        /// When the last renewal that went well was begun.
        var renewedAt: Int
        var lostTo: String?
    }

    private let object: LeaseObject
    private let holder: LeaseHolding
    private let platform: String
    private let standing: Mutex<Standing>
    private let renewing = Mutex<Task<Void, Never>?>(nil)

    private init(_ object: LeaseObject, _ holder: LeaseHolding, platform: String, etag: String, at moment: Int) {
        self.object = object
        self.holder = holder
        self.platform = platform
        standing = Mutex(Standing(etag: etag, renewedAt: moment))
    }

    // MARK: Taking

    /// Takes the lease; waits for it as long as `--lock-timeout` says.
    static func take(_ object: LeaseObject, _ session: Session) async throws(LeaseRefusal) -> AccountLease {
        let holder = thisProcess
        let end = ProcessFacts.monotonicNanoseconds + session.options.number("lock-timeout", 0) * 1_000_000_000
        var watched: (etag: String, since: Int)?
        while true {
            let began = ProcessFacts.monotonicNanoseconds
            do throws(LeaseRefusal) {
                return begin(object, holder, session, try await object.take(holder), began)
            } catch {
                guard case .held(let record) = error else { throw error }
                if watched?.etag != record.etag { watched = (record.etag, began) }
                let isSilent = began - (watched?.since ?? began) >= silence * 1_000_000_000
                if isSilent || record.holder.map(isDead) == true {
                    do throws(LeaseRefusal) {
                        let etag = try await object.takeOver(record, holder)
                        session.output.note("The lease in the account was taken over from \(name(record)).")
                        return begin(object, holder, session, etag, began)
                    } catch {
                        guard case .held = error else { throw error }
                    }
                }
                guard ProcessFacts.monotonicNanoseconds < end else { throw error }
            }
            try? await Task.sleep(nanoseconds: 500_000_000)
        }
    }

    private static func begin(
        _ object: LeaseObject, _ holder: LeaseHolding, _ session: Session, _ etag: String, _ moment: Int
    ) -> AccountLease {
        let lease = AccountLease(object, holder, platform: session.spec.name, etag: etag, at: moment)
        lease.renewing.withLock { $0 = Task { await lease.renew() } }
        return lease
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

    static func name(_ record: LeaseRecord) -> String { record.holder?.text ?? "somebody whose record can't be read" }

    // MARK: Holding

    private func renew() async {
        while true {
            do { try await Task.sleep(nanoseconds: UInt64(Self.renewal) * 1_000_000_000) } catch { return }
            let began = ProcessFacts.monotonicNanoseconds
            let (etag, count) = standing.withLock { ($0.etag, $0.renewals + 1) }
            do throws(LeaseRefusal) {
                let next = try await object.renew(etag, holder, count: count)
                standing.withLock { standing in
                    standing.etag = next
                    standing.renewals = count
                    standing.renewedAt = began
                }
            } catch {
                switch error {
                // The next try may go better; until then `problem` watches the time.
                case .failed: continue
                case .held(let record): lose(to: "\(Self.name(record)) holds it")
                case .gone: lose(to: "somebody removed it")
                }
                return
            }
        }
    }

    private func lose(to reason: String) { standing.withLock { $0.lostTo = reason } }

    /// Why nothing more may be begun; nil while the lease is ours.
    var problem: StateError? {
        let standing = standing.withLock { $0 }
        let silent = (ProcessFacts.monotonicNanoseconds - standing.renewedAt) / 1_000_000_000
        guard let reason = standing.lostTo ?? (silent > Self.limit ? "it was not renewed for \(silent) s" : nil) else {
            return nil
        }
        return StateError(
            "state.fenced", "The lease of \(platform) in the account is no longer ours: \(reason).",
            hint: "Nothing of this run is lost; run the command again when the other has ended.")
    }

    /// Gives the lease back.
    /// - Parameter isLast: nothing of the platform is left, so that its bucket goes, too, if no other lease is in it.
    func end(isLast: Bool) async {
        let task = renewing.withLock { $0 }
        task?.cancel()
        await task?.value
        let etag = standing.withLock { $0.etag }
        do throws(LeaseRefusal) {
            try await object.release(etag)
            if isLast { try await object.removeBucket() }
        } catch {
            // A lease that nobody renews is taken over; the run's own end is what counts.
        }
    }
}
