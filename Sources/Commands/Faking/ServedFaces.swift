import AWSClient
import AWSServing
import AWSSigning
import Certificates
import CloudCalls
import FakeAWS
import FakeCloudStore
import HTTPMessages
import HTTPServer
import KubernetesServing
import Values

/// Everything that `fake serve` answers: AWS's services and the page at `/`, and on a port of its own, with TLS, the API of
/// the clusters.
struct ServedFaces: Sendable {
    /// Where AWS's services are.
    let address: HTTPAddress
    let account: String
    /// Simulated seconds in a real one.
    let speed: Int
    /// Where the clusters' API is, and its certificate authority as PEM.
    let clusters: (address: HTTPAddress, authority: String)
    private let aws: AWSServer
    private let servers: [HTTPServer]

    /// Listens, and answers from now on.
    init(_ stored: StoredCloud, _ credentials: Credentials, host: String, port: Int) throws(CommandFailure) {
        account = try FakeClouds.snapshot(stored).account
        let speed = (stored.clock as? ScaledClock)?.speed ?? 1
        self.speed = speed
        let clock = stored.clock
        // Clients of ours say by when a call must have ended, so that a late one takes no effect.
        let deadline: AWSServer.DeadlineRule = { ServedTime.deadline($0) ?? clock.now() + .hours(1) }
        let ledger = CallLedger()
        let kubernetes = KubernetesServer(
            stored, door: ServedDoor(own: credentials, stored: stored, calls: stored), ledger: ledger,
            time: SystemClock(), deadline: deadline
        ) { cluster throws(AWSError) in
            let request = AWSRequest(
                service: "eks", operation: "DescribeCluster", region: cluster.region,
                input: ["name": .string(cluster.name)], deadline: clock.now() + .hours(1))
            return try await stored.call(request)["cluster"]?.text("version") ?? ""
        }
        let certificate: ServerCertificate
        do throws(CertificateProblem) {
            certificate = try ServerCertificate(authority: "reconcile fake serve", addresses: [host])
        } catch {
            throw CommandFailure("\(error).", hint: "Please report this.")
        }
        let clusters = try Self.server(
            host, 0, ServerIdentity(certificate: certificate.certificate, key: certificate.key.reveal())
        ) { Self.timed(await kubernetes.answer($0), clock, speed) }
        let calls = ServedClusters(stored, address: clusters.address, authority: certificate.authority)
        let aws = AWSServer(
            calls, operations: FakeCatalog.operations,
            door: ServedDoor(own: credentials, stored: stored, calls: calls), ledger: ledger, time: SystemClock(),
            random: SystemRandom(), deadline: deadline)
        let services = try Self.server(host, port, nil) { request in
            let answer = Self.page(request, stored, ledger, speed)
            if let answer { return Self.timed(answer, clock, speed) }
            return Self.timed(await aws.answer(request), clock, speed)
        }
        self.aws = aws
        self.clusters = (clusters.address, certificate.authority)
        address = services.address
        servers = [services, clusters]
    }

    /// Readies itself for calls that must be quick.
    func prepare() async { await aws.prepare() }

    /// Ends once the answers under way are sent.
    func stop() async { for server in servers { await server.stop() } }

    private static func server(
        _ host: String, _ port: Int, _ identity: ServerIdentity?, handler: @escaping HTTPServer.Handler
    ) throws(CommandFailure) -> HTTPServer {
        do throws(HTTPServerProblem) {
            return try HTTPServer(host: host, port: port, identity: identity, handler: handler)
        } catch {
            throw CommandFailure("\(error).", hint: "Name another with --listen ADDRESS:PORT.")
        }
    }

    private static func timed(_ answer: HTTPResponse?, _ clock: any TimeSource, _ speed: Int) -> HTTPResponse? {
        var answer = answer
        answer?.headers[ServedTime.speedField] = String(speed)
        answer?.headers[ServedTime.timeField] = String(clock.now().milliseconds)
        return answer
    }

    /// The page, where it is what is asked for.
    private static func page(
        _ request: HTTPRequest, _ stored: StoredCloud, _ ledger: CallLedger, _ speed: Int
    ) -> HTTPResponse? {
        guard request.method == "GET", request.path == "/", request.query.isEmpty,
            request.headers["Authorization"] == nil
        else { return nil }
        let isJSON = request.headers["Accept"]?.contains("application/json") == true
        guard let cloud = try? stored.snapshot() else { return HTTPResponse(status: 500) }
        let page = ServedPage(cloud: cloud, calls: ledger.all, speed: speed)
        return HTTPResponse(
            status: 200,
            headers: HTTPHeaders([
                .init(name: "Content-Type", value: isJSON ? "application/json" : "text/html; charset=utf-8")
            ]), body: Array((isJSON ? page.json : page.html).utf8))
    }
}
