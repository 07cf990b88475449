public import CloudCalls
import Synchronization
public import Values

/// The lease of a platform in its account while somebody holds it: renewed all the time, given back in the end.
///
/// Its times are those of the holder's own clock, which must go on while the machine sleeps. Who could not renew it for 45
/// seconds begins nothing more; who sees it unchanged for two minutes takes it over: by then also the last call of a silent
/// holder has ended.
public final class HeldLease: Sendable {
    public static let renewal = TimeSpan.seconds(15)
    public static let limit = TimeSpan.seconds(45)
    /// How long a record must have stood still.
    public static let silence = TimeSpan.seconds(120)
    private static let pause = TimeSpan.milliseconds(500)

    private struct Standing {
        var etag: String
        var renewals = 0
        /// When the last renewal that went well was begun.
        var renewedAt: Instant
        var lostTo: String?
    }

    private let object: LeaseObject
    private let holder: LeaseHolding
    private let time: any TimeSource
    private let standing: Mutex<Standing>

    private init(
        _ object: LeaseObject, _ holder: LeaseHolding, _ time: any TimeSource, etag: String, at moment: Instant
    ) {
        self.object = object
        self.holder = holder
        self.time = time
        standing = Mutex(Standing(etag: etag, renewedAt: moment))
    }

    // MARK: Taking

    /// Takes the lease; waits for it.
    /// - Parameters:
    ///   - time: the holder's own clock.
    ///   - patience: how long to wait for another holder.
    ///   - isDead: whether another holder is known to run no more.
    ///   - tookOver: told whom it was taken from.
    public static func take(
        _ object: LeaseObject, _ holder: LeaseHolding, time: any TimeSource, patience: TimeSpan,
        isDead: (LeaseHolding) -> Bool, tookOver: (LeaseRecord) -> Void = { _ in }
    ) async throws(LeaseRefusal) -> HeldLease {
        let end = time.now() + patience
        var watched: (etag: String, since: Instant)?
        while true {
            let began = time.now()
            do throws(LeaseRefusal) {
                return HeldLease(object, holder, time, etag: try await object.take(holder), at: began)
            } catch {
                guard case .held(let record) = error else { throw error }
                if watched?.etag != record.etag { watched = (record.etag, began) }
                let isSilent = began - (watched?.since ?? began) >= silence
                if isSilent || record.holder.map(isDead) == true {
                    do throws(LeaseRefusal) {
                        let etag = try await object.takeOver(record, holder)
                        tookOver(record)
                        return HeldLease(object, holder, time, etag: etag, at: began)
                    } catch {
                        guard case .held = error else { throw error }
                    }
                }
                guard time.now() < end else { throw error }
            }
            await time.sleep(until: time.now() + pause)
        }
    }

    /// Who a record says that holds it.
    public static func name(_ record: LeaseRecord) -> String {
        record.holder?.text ?? "somebody whose record can't be read"
    }

    // MARK: Holding

    /// Renews it again and again, until its task is cancelled or it is lost.
    public func keep() async {
        while true {
            await time.sleep(until: time.now() + Self.renewal)
            if Task.isCancelled { return }
            let began = time.now()
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
    public var problem: String? {
        let standing = standing.withLock { $0 }
        let silent = time.now() - standing.renewedAt
        return standing.lostTo ?? (silent > Self.limit ? "it was not renewed for \(silent.seconds) s" : nil)
    }

    /// Gives it back; nobody may be renewing it any more.
    /// - Parameter isLast: nothing of the platform is left, so that its bucket goes, too, if no other lease is in it.
    public func end(isLast: Bool) async {
        let etag = standing.withLock { $0.etag }
        do throws(LeaseRefusal) {
            try await object.release(etag)
            if isLast { try await object.removeBucket() }
        } catch {
            // A lease that nobody renews is taken over; the run's own end is what counts.
        }
    }
}
