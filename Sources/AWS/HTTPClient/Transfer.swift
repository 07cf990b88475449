import CCurl
import HTTPMessages
import Values

/// One request under way; lives on the loop's thread only. curl's callbacks find it by its address.
final class Transfer {
    let submission: Submission
    let easy: UnsafeMutableRawPointer
    let settings: HTTPSettings
    private(set) var answer: AnswerReader
    /// curl's own words on a failure.
    private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var fields: UnsafeMutablePointer<curl_slist>?
    /// How much of the body curl has taken.
    private var sent = 0
    /// The connection stands and the request goes out.
    private var isBegun = false
    private var lastProgress: Int

    init(_ submission: Submission, easy: UnsafeMutableRawPointer, settings: HTTPSettings, now: Int) {
        self.submission = submission
        self.easy = easy
        self.settings = settings
        answer = AnswerReader(bodyLimit: settings.bodyLimit, headerLimit: settings.headerLimit)
        lastProgress = now
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    var request: HTTPRequest { submission.request }

    /// When this is given up, and for what.
    var expiry: (moment: Int, kind: HTTPError.Kind) {
        let total = (submission.deadline, HTTPError.Kind.deadlineExceeded)
        guard isBegun else { return total }  // curl itself watches over the connection
        let own =
            answer.isBegun
            ? (lastProgress + settings.stallTimeout.milliseconds, HTTPError.Kind.stalled)
            : (lastProgress + settings.firstByteTimeout.milliseconds, .firstByteTimeout)
        return own.0 < total.0 ? own : total
    }

    /// Tells curl everything; false when it can't be told.
    func prepare() -> Bool {
        fields = RequestOptions.fields(of: request)
        return fields != nil
            && RequestOptions(easy: easy, request: request, settings: settings).set(
                fields: fields, words: words, transfer: Unmanaged.passUnretained(self).toOpaque())
    }

    func finish(_ code: CURLcode) {
        guard code != CURLE_OK else {
            var status = 0
            reconcile_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
            submission.answer.resume(returning: .success(answer.response(status: status)))
            return
        }
        let failure = answer.failure ?? CurlFailure.kind(code, isBegun: isBegun, isAnswered: answer.isBegun)
        finish(failure, CurlFailure.detail(code, failure, words: words))
    }

    func finish(_ kind: HTTPError.Kind, _ detail: String) {
        submission.answer.resume(
            returning: .failure(
                HTTPError(kind, authority: request.authority, detail: detail, mayHaveArrived: isBegun)))
    }

    func release() {
        reconcile_curl_slist_free_all(fields)
        fields = nil
        words.deallocate()
    }

    // MARK: What curl calls

    func begin() {
        isBegun = true
        lastProgress = MonotonicClock.now()
    }

    /// Gives curl the next piece of the body.
    func give(_ target: UnsafeMutableRawBufferPointer) -> Int {
        lastProgress = MonotonicClock.now()
        let count = min(target.count, request.body.count - sent)
        guard count > 0 else { return 0 }
        request.body.withUnsafeBytes { body in
            target.copyMemory(from: UnsafeRawBufferPointer(rebasing: body[sent..<(sent + count)]))
        }
        sent += count
        return count
    }

    func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        lastProgress = MonotonicClock.now()
        return answer.takeHeader(line)
    }

    func takeBody(_ piece: UnsafeRawBufferPointer) -> Bool {
        lastProgress = MonotonicClock.now()
        return answer.takeBody(piece)
    }
}
