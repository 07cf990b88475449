import AWSClient
import AWSServing
import AWSSigning
import CloudCalls
import FakeAWS
import FakeCloudStore
import HTTPMessages
import Values

/// Everything that `fake serve` answers: AWS's services, and the page at `/`.
struct ServedFaces: Sendable {
    let account: String
    /// Simulated seconds in a real one.
    let speed: Int
    private let stored: StoredCloud
    private let server: AWSServer

    init(_ stored: StoredCloud, _ credentials: Credentials) throws(CommandFailure) {
        self.stored = stored
        account = try FakeClouds.snapshot(stored).account
        speed = (stored.clock as? ScaledClock)?.speed ?? 1
        let clock = stored.clock
        server = AWSServer(
            stored, operations: FakeCatalog.operations, credentials: credentials, time: SystemClock(),
            random: SystemRandom()
        ) { request in
            // Clients of ours say by when a call must have ended, so that a late one takes no effect.
            ServedTime.deadline(request) ?? clock.now() + .hours(1)
        }
    }

    /// Readies itself for calls that must be quick.
    func prepare() async { await server.prepare() }

    func answer(_ request: HTTPRequest) async -> HTTPResponse? {
        var answer: HTTPResponse?
        if request.method == "GET", request.path == "/", request.query.isEmpty,
            request.headers["Authorization"] == nil
        {
            answer = page(asJSON: request.headers["Accept"]?.contains("application/json") == true)
        } else {
            answer = await server.answer(request)
        }
        answer?.headers[ServedTime.speedField] = String(speed)
        answer?.headers[ServedTime.timeField] = String(stored.clock.now().milliseconds)
        return answer
    }

    private func page(asJSON: Bool) -> HTTPResponse {
        guard let cloud = try? stored.snapshot() else { return HTTPResponse(status: 500) }
        let page = ServedPage(cloud: cloud, calls: server.ledger.all, speed: speed)
        return HTTPResponse(
            status: 200,
            headers: HTTPHeaders([
                .init(name: "Content-Type", value: asJSON ? "application/json" : "text/html; charset=utf-8")
            ]), body: Array((asJSON ? page.json : page.html).utf8))
    }
}
