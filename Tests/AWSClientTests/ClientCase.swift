import AWSClient
import AWSCredentials
import AWSModels
import AWSSigning
import CloudCalls
import HTTPClient
import HTTPMessages
import Synchronization
import TestSupport
import Values

/// A client whose network is a closure.
struct ClientCase {
    /// Answers without a network, and keeps what was asked.
    final class Network: HTTPSending {
        private let asked = Mutex<[HTTPRequest]>([])
        private let answer: @Sendable (HTTPRequest) throws(HTTPError) -> HTTPResponse

        init(_ answer: @escaping @Sendable (HTTPRequest) throws(HTTPError) -> HTTPResponse) { self.answer = answer }

        var requests: [HTTPRequest] { asked.withLock { $0 } }

        func send(_ request: HTTPRequest, within span: TimeSpan) async throws(HTTPError) -> HTTPResponse {
            asked.withLock { $0.append(request) }
            return try answer(request)
        }
    }

    let client: AWSClient
    let network: Network
    let time = VirtualTime()
    let lookups = Lookups()
    let events = Events()

    /// One for all, so that each model is read once.
    private static let catalog = ModelCatalog()

    /// How often credentials were looked for.
    final class Lookups: Sendable {
        let count = Mutex(0)
    }

    final class Events: Sendable {
        let all = Mutex<[CallEvent]>([])
    }

    init(
        variables: [String: String] = [:],
        _ answer: @escaping @Sendable (HTTPRequest) throws(HTTPError) -> HTTPResponse
    ) throws {
        let network = Network(answer)
        let time = time
        let lookups = lookups
        let events = events
        let cache = CredentialCache(time: time) {
            let number = lookups.count.withLock { count in
                count += 1
                return count
            }
            let credentials = Credentials(
                accessKeyID: "AKID\(number)", secretAccessKey: Sensitive("planted-secret"),
                sessionToken: Sensitive("planted-token"))
            return ChainResult(
                found: .success(FoundCredentials(credentials: credentials, expiry: time.now() + .hours(1))),
                reports: [])
        }
        client = AWSClient(
            configuration: try SharedConfiguration(Surroundings(variables: variables) { _ in nil }), http: network,
            credentials: cache, time: time, random: SeededRandomSource(seed: 1), catalog: Self.catalog,
            observe: { event in events.all.withLock { $0.append(event) } })
        self.network = network
    }

    func request(_ service: String, _ operation: String, _ input: Value = [:], region: String = "eu-west-1")
        -> AWSRequest
    {
        AWSRequest(
            service: service, operation: operation, region: region, input: input,
            deadline: time.now() + .seconds(60))
    }

    static func answer(_ text: String, status: Int = 200, _ fields: [(String, String)] = []) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: HTTPHeaders(fields.map { .init(name: $0.0, value: $0.1) }),
            body: Array(text.utf8))
    }
}
