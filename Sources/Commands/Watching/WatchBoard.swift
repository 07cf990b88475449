import HTTPMessages
import Reports
import Synchronization

/// A watcher's numbers, which the loop writes and requests read.
final class WatchBoard: Sendable {
    private let numbers: Mutex<WatchNumbers>

    init(_ numbers: WatchNumbers) { self.numbers = Mutex(numbers) }

    func see(_ cycle: WatchCycle) { numbers.withLock { $0.see(cycle) } }
    func refuseSpec() { numbers.withLock { $0.refuseSpec() } }

    func answer(to request: HTTPRequest) -> HTTPResponse {
        guard ["GET", "HEAD"].contains(request.method) else {
            return Self.response(405, "GET and HEAD only.", [("Allow", "GET, HEAD")])
        }
        switch request.path {
        case "/healthz":
            let ailment = numbers.withLock { $0.ailment }
            return Self.response(ailment == nil ? 200 : 503, ailment ?? "ok")
        case "/metrics":
            let text = numbers.withLock { $0.metrics }.text
            return HTTPResponse(
                status: 200, headers: Self.headers([("Content-Type", MetricsText.contentType)]), body: Array(text.utf8))
        default: return Self.response(404, "There are /healthz and /metrics.")
        }
    }

    private static func response(_ status: Int, _ line: String, _ more: [(String, String)] = []) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: headers([("Content-Type", "text/plain; charset=utf-8")] + more),
            body: Array("\(line)\n".utf8))
    }

    /// What is true now is not kept by anybody on the way.
    private static func headers(_ fields: [(String, String)]) -> HTTPHeaders {
        var headers = HTTPHeaders()
        for (name, value) in fields + [("Cache-Control", "no-store")] { headers.add(name, value) }
        return headers
    }
}
