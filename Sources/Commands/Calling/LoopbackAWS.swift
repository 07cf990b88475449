import AWSClient
import AWSCredentials
import AWSModels
import AWSSigning
import CloudCalls
import FakeCloudStore
import HTTPClient
import HTTPMessages
import HTTPServer
import KubernetesClient
import Providers
import Values

/// AWS's interfaces on this very machine, behind the signed client: `fake serve`, or another's emulator.
///
/// Nothing here may reach beyond the machine: every service's endpoint must be a loopback address, only the keys in the
/// environment count (other sources of credentials ask somebody), and proxies are not used.
struct LoopbackAWS {
    /// One attempt a call.
    let calls: any AWSCalls
    /// The clusters' API, which asks AWS where a cluster is.
    let kubernetes: (any AWSCalls) -> any KubernetesCalls
    /// The cloud's time, which may run faster than the wall's.
    let clock: any TimeSource
    let policy: RetryPolicy
    /// How long one attempt may take, in the cloud's time.
    let attemptLimit: TimeSpan
    let tokens: (any AWSCalls) -> any AWSCalls
    let place: String

    /// This machine is no faster for the cloud's time: an attempt may take that long on the wall's clock.
    private static let attemptOnTheWall = TimeSpan.seconds(5)

    /// - Parameters:
    ///   - address: where every service is called; see `endpoint`.
    ///   - makeHTTP: makes what sends requests.
    static func open(
        at address: String, _ configuration: SharedConfiguration, account: String, region: String, _ log: RequestLog,
        _ surroundings: Surroundings = .ofProcess(),
        makeHTTP: @escaping @Sendable (HTTPSettings) throws(HTTPError) -> any HTTPSending = LoopbackAWS.makeHTTP
    ) async throws(CommandFailure) -> LoopbackAWS {
        let http: any HTTPSending
        let credentials = try credentials(surroundings)
        do throws(HTTPError) { http = try makeHTTP(HTTPSettings()) } catch { throw CommandFailure("\(error).") }
        let sending = LoopbackSending(http)
        let wall = SystemClock()
        let random = SystemRandom()
        let cache = CredentialCache(time: wall) {
            ChainResult(found: .success(FoundCredentials(credentials: credentials)), reports: [])
        }
        let client = AWSClient(
            configuration: configuration, http: sending, credentials: cache, time: wall, random: random,
            observe: log.tell)
        let request = AWSRequest(
            service: "sts", operation: "GetCallerIdentity", region: region, input: [:],
            deadline: wall.now() + .minutes(1))
        let identity: Value
        let asking = RetryingCalls(client, time: wall, random: random, policy: .patient, memory: RetryMemory())
        do throws(AWSError) { identity = try await asking.call(request) } catch {
            throw CommandFailure(
                "\(address) does not say who we are: \(error.message) [\(error.code)]",
                hint: "Is `reconcile fake serve` running there, and with this key pair?")
        }
        try AWSItself.check(identity, account, at: address)
        let fake = sending.clock
        let catalog = client.catalog
        var policy = AWSConnection.policy(attempts: 6, isAdaptive: true, catalog: catalog)
        // This machine is no faster for the cloud's time.
        policy.span = max(policy.span, CloudConnection.leastRetrying * (fake?.speed ?? 1))
        let seen = SeenClusters(
            ScaledDeadlines(client, clock: fake ?? wall, wall: wall, speed: fake?.speed ?? 1))
        return LoopbackAWS(
            calls: seen,
            kubernetes: { aws in
                KubernetesClient(
                    aws, seen: seen, time: fake ?? wall,
                    open: { endpoint throws(AWSError) in
                        try LoopbackClusters(endpoint, clock: fake, makeHTTP: makeHTTP)
                    }
                ) { cluster in
                    ClusterToken.make(
                        cluster: cluster.name, region: cluster.region, host: "sts.\(cluster.region).amazonaws.com",
                        credentials: credentials, at: client.skew.signingTime(wall.now()))
                }
            }, clock: fake ?? wall, policy: policy,
            attemptLimit: max(CloudAccess.attemptLimit, Self.attemptOnTheWall * (fake?.speed ?? 1)),
            tokens: { TokenFillingCalls($0, catalog: catalog, random: random) },
            place: " at \(address)"
                + (fake.map { " (\($0.speed) of its seconds in one of ours, so waits and deadlines are shorter)" } ?? "")
        )
    }

    @Sendable private static func makeHTTP(_ settings: HTTPSettings) throws(HTTPError) -> any HTTPSending {
        try HTTPClient(settings)
    }

    private static func isLoopback(_ url: String) -> Bool {
        HTTPAddress(url: url).map { LoopbackHost.contains($0.host) } ?? false
    }

    /// The one address on this machine that every service is called at; nil where all are elsewhere.
    static func endpoint(_ configuration: SharedConfiguration) throws(CommandFailure) -> String? {
        var addresses: Set<String> = []
        for name in ModelCatalog.serviceNames {
            guard let metadata = try? ServiceModel(embedded: name).metadata else { continue }
            addresses.insert(configuration.endpointURL(serviceID: metadata.serviceID) ?? "")
        }
        guard addresses.contains(where: isLoopback) else { return nil }
        guard addresses.count == 1, let text = addresses.first, isLoopback(text) else {
            throw CommandFailure(
                "Some services would be called on this machine and others elsewhere; nothing was called.",
                hint: "Set AWS_ENDPOINT_URL alone, as `reconcile fake serve` says, or nothing of it for AWS itself.")
        }
        return text
    }

    private static func credentials(_ surroundings: Surroundings) throws(CommandFailure) -> Credentials {
        guard let id = surroundings["AWS_ACCESS_KEY_ID"], let secret = surroundings["AWS_SECRET_ACCESS_KEY"] else {
            throw CommandFailure(
                "There is no key pair in the environment, and at a loopback endpoint nothing else counts.",
                hint: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to those that `reconcile fake serve` prints.")
        }
        return Credentials(
            accessKeyID: id, secretAccessKey: Sensitive(secret),
            sessionToken: surroundings["AWS_SESSION_TOKEN"].map { Sensitive($0) })
    }
}
