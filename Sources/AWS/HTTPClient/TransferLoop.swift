import CCurl
import HTTPMessages

/// The loop of one client, on its own thread: takes requests, lets curl work, and gives up on what takes too long.
final class TransferLoop {
    private let multi: UnsafeMutableRawPointer
    private let mailbox: Mailbox
    private let settings: HTTPSettings
    /// Under way, by id.
    private var transfers: [Int: Transfer] = [:]
    /// Waiting for their turn.
    private var waiting: [Submission] = []
    /// Handles to use again, with their TLS sessions and names.
    private var idle: [UnsafeMutableRawPointer] = []

    init(multi: UnsafeMutableRawPointer, mailbox: Mailbox, settings: HTTPSettings) {
        self.multi = multi
        self.mailbox = mailbox
        self.settings = settings
    }

    func run() {
        var isStopped = false
        while !isStopped {
            let work = mailbox.take()
            waiting += work.submissions
            for id in work.cancellations { cancel(id) }
            isStopped = work.isStopped
            start()
            var running: Int32 = 0
            reconcile_curl_multi_perform(multi, &running)
            collect()
            let now = MonotonicClock.now()
            expire(now)
            if waiting.isEmpty || transfers.count >= settings.concurrency {
                reconcile_curl_multi_poll(multi, Int32(clamping: wait(now)))
            }
        }
        for id in Array(transfers.keys) { end(id, .cancelled, "the client was closed") }
        for submission in waiting { refuse(submission, .cancelled) }
        mailbox.close()
        for easy in idle { reconcile_curl_easy_cleanup(easy) }
        reconcile_curl_multi_cleanup(multi)
    }

    private func start() {
        var count = 0
        for submission in waiting {
            guard transfers.count < settings.concurrency else { break }
            count += 1
            guard let easy = idle.popLast() ?? reconcile_curl_easy_init() else {
                refuse(submission, .internalFailure)
                continue
            }
            let transfer = Transfer(submission, easy: easy, settings: settings, now: MonotonicClock.now())
            guard transfer.prepare(), reconcile_curl_multi_add_handle(multi, easy) == CURLM_OK else {
                transfer.finish(.internalFailure, "the request could not be set up")
                recycle(transfer)
                continue
            }
            transfers[submission.id] = transfer
        }
        waiting.removeFirst(count)
    }

    /// Takes from curl what is complete or has failed.
    private func collect() {
        var left: Int32 = 0
        while let message = reconcile_curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let code = message.pointee.data.result
            guard let transfer = transfers.values.first(where: { $0.easy == easy }) else { continue }
            reconcile_curl_multi_remove_handle(multi, easy)
            transfers[transfer.submission.id] = nil
            transfer.finish(code)
            recycle(transfer)
        }
    }

    private func expire(_ now: Int) {
        for submission in waiting where submission.deadline <= now { refuse(submission, .deadlineExceeded) }
        waiting.removeAll { $0.deadline <= now }
        for transfer in transfers.values where transfer.expiry.moment <= now {
            end(transfer.submission.id, transfer.expiry.kind, "")
        }
    }

    /// Milliseconds until something can expire.
    private func wait(_ now: Int) -> Int {
        let moments = transfers.values.map(\.expiry.moment) + waiting.map(\.deadline)
        return max(0, min(60_000, (moments.min() ?? .max) - now))
    }

    private func cancel(_ id: Int) {
        if let place = waiting.firstIndex(where: { $0.id == id }) {
            refuse(waiting.remove(at: place), .cancelled)
        }
        end(id, .cancelled, "")
    }

    private func end(_ id: Int, _ kind: HTTPError.Kind, _ detail: String) {
        guard let transfer = transfers.removeValue(forKey: id) else { return }
        reconcile_curl_multi_remove_handle(multi, transfer.easy)
        transfer.finish(kind, detail)
        recycle(transfer)
    }

    private func refuse(_ submission: Submission, _ kind: HTTPError.Kind) {
        submission.answer.resume(
            returning: .failure(
                HTTPError(kind, authority: submission.request.authority, mayHaveArrived: false)))
    }

    private func recycle(_ transfer: Transfer) {
        transfer.release()
        guard idle.count < 64 else {
            reconcile_curl_easy_cleanup(transfer.easy)
            return
        }
        reconcile_curl_easy_reset(transfer.easy)
        idle.append(transfer.easy)
    }
}
