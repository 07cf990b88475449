import FakeCloudStore
import HTTPClient
import HTTPMessages
import HTTPServer
import Synchronization
import Values

/// Sends, and learns from a fake cloud's answers what time it is there, and how fast it goes.
///
/// Each request says by when it must have ended in the cloud's time, so that one that was held up on its way takes no
/// effect any more. A request that would leave this machine is not sent.
final class LoopbackSending: HTTPSending {
    private let http: any HTTPSending
    private let learned = Mutex<ScaledClock?>(nil)

    init(_ http: any HTTPSending) { self.http = http }

    /// The fake cloud's clock; nil where the far end is none.
    var clock: ScaledClock? { learned.withLock { $0 } }

    func send(_ request: HTTPRequest, within span: TimeSpan) async throws(HTTPError) -> HTTPResponse {
        guard LoopbackHost.contains(request.host) else {
            throw HTTPError(
                .invalidRequest, authority: request.authority, detail: "it is not on this machine",
                mayHaveArrived: false)
        }
        var request = request
        if let clock, let span = ScaledDeadlines.span {
            let deadline = clock.now() + span
            request.headers[ServedTime.deadlineField] = String(deadline.milliseconds)
        }
        let response = try await http.send(request, within: span)
        if clock == nil, let speed = response.headers[ServedTime.speedField].flatMap({ Int($0) }), speed > 0,
            let now = response.headers[ServedTime.timeField].flatMap({ Int($0) })
        {
            learned.withLock { $0 = $0 ?? ScaledClock(anchor: Instant(milliseconds: now), speed: speed) }
        }
        return response
    }
}
