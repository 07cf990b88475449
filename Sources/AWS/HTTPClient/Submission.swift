import HTTPMessages

/// A request on its way to the loop, and who waits for its answer.
struct Submission: Sendable {
    typealias Answer = Result<HTTPResponse, HTTPError>

    let id: Int
    let request: HTTPRequest
    /// When the caller gives up, by `MonotonicClock`, in milliseconds.
    let deadline: Int
    let answer: CheckedContinuation<Answer, Never>
}
