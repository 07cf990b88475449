import CloudCalls
import FakeCloudStore
import HTTPClient
import HTTPMessages
import HTTPServer
import KubernetesClient
import Values

/// Sends to clusters on this machine, in the cloud's time; no other cluster is called.
struct LoopbackClusters: HTTPSending {
    private let http: any HTTPSending
    private let clock: ScaledClock?

    /// - Parameters:
    ///   - clock: the fake cloud's; nil where the far end is none.
    ///   - makeHTTP: makes what sends requests.
    /// - Throws: `Client.Elsewhere` for a cluster that is elsewhere.
    init(
        _ endpoint: ClusterEndpoint, clock: ScaledClock?,
        makeHTTP: (HTTPSettings) throws(HTTPError) -> any HTTPSending
    ) throws(AWSError) {
        guard LoopbackHost.contains(endpoint.address.host) else {
            throw AWSError(
                "Client.Elsewhere",
                "the cluster's API is at \(endpoint.address.host), and who calls an AWS on this machine is led nowhere else"
            )
        }
        var settings = HTTPSettings()
        settings.authorities = endpoint.authority
        do throws(HTTPError) { http = try makeHTTP(settings) } catch {
            throw AWSError("Client.\(error.kind.rawValue)", error.description)
        }
        self.clock = clock
    }

    func send(_ request: HTTPRequest, within span: TimeSpan) async throws(HTTPError) -> HTTPResponse {
        guard let clock else { return try await http.send(request, within: span) }
        var request = request
        request.headers[ServedTime.deadlineField] = String((clock.now() + span).milliseconds)
        return try await http.send(request, within: ScaledDeadlines.onTheWall(span, speed: clock.speed))
    }
}
