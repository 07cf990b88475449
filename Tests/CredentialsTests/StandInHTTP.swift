import HTTPClient
import HTTPMessages
import Synchronization
import Values

/// Answers requests without a network, and keeps them.
final class StandInHTTP: HTTPSending {
    private let asked = Mutex<[HTTPRequest]>([])
    private let answer: @Sendable (HTTPRequest) async throws(HTTPError) -> HTTPResponse

    init(_ answer: @escaping @Sendable (HTTPRequest) async throws(HTTPError) -> HTTPResponse) {
        self.answer = answer
    }

    var requests: [HTTPRequest] { asked.withLock { $0 } }

    func send(_ request: HTTPRequest, within span: TimeSpan) async throws(HTTPError) -> HTTPResponse {
        asked.withLock { $0.append(request) }
        return try await answer(request)
    }

    /// Nobody is there.
    static func silent() -> StandInHTTP {
        StandInHTTP { request throws(HTTPError) in
            throw HTTPError(.connectTimeout, authority: request.authority, mayHaveArrived: false)
        }
    }

    static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(text.utf8))
    }
}
