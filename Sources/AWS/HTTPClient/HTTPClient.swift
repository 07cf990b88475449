import CCurl
public import HTTPMessages
import Threads
public import Values

/// Sends requests by libcurl, all on one thread of its own, over connections that are kept and shared.
///
/// A request is sent once: redirects are not followed, and a request with a body is never repeated on a new connection
/// after the old one broke. Connections speak HTTP/2 where the server offers it by TLS, else HTTP/1.1.
public final class HTTPClient: HTTPSending {
    private let mailbox: Mailbox

    /// - Throws: `invalidRequest` when the settings name a certificate bundle that can't be read.
    public init(_ settings: HTTPSettings = HTTPSettings()) throws(HTTPError) {
        if let bundle = settings.certificateBundle, !ReadableFile.exists(bundle) {
            throw HTTPError(
                .invalidRequest, authority: "any host", detail: "the certificate bundle \(bundle) can't be read",
                mayHaveArrived: false)
        }
        guard reconcile_curl_load() == 1, let multi = reconcile_curl_multi_init() else {
            throw HTTPError(
                .internalFailure, authority: "any host", detail: "libcurl.so.4 can't be loaded: install libcurl4",
                mayHaveArrived: false)
        }
        let address = UInt(bitPattern: multi)
        let mailbox = Mailbox(multi: address)
        self.mailbox = mailbox
        let begun = WorkerThread.begin {
            guard let multi = UnsafeMutableRawPointer(bitPattern: address) else { return }
            TransferLoop(multi: multi, mailbox: mailbox, settings: settings).run()
        }
        guard begun else {
            mailbox.close()
            reconcile_curl_multi_cleanup(multi)
            throw HTTPError(.internalFailure, authority: "any host", detail: "no thread", mayHaveArrived: false)
        }
    }

    deinit { mailbox.stop() }

    /// Sends a request and waits for its whole answer, whatever its status.
    /// - Parameter span: the time for all of it; cancelling the task ends it sooner.
    public func send(_ request: HTTPRequest, within span: TimeSpan) async throws(HTTPError) -> HTTPResponse {
        if let problem = RequestCheck.problem(request) {
            throw HTTPError(.invalidRequest, authority: request.authority, detail: problem, mayHaveArrived: false)
        }
        let id = mailbox.nextID()
        let deadline = MonotonicClock.now() + max(0, span.milliseconds)
        let mailbox = mailbox
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { (answer: CheckedContinuation<Submission.Answer, Never>) in
                let submission = Submission(id: id, request: request, deadline: deadline, answer: answer)
                guard !mailbox.submit(submission) else { return }
                answer.resume(
                    returning: .failure(
                        HTTPError(.cancelled, authority: request.authority, mayHaveArrived: false)))
            }
        } onCancel: {
            mailbox.cancel(id)
        }
        mailbox.forget(id)
        return try answer.get()
    }
}
