import AWSClient
import AWSCredentials
import AWSSigning
import CloudCalls
import HTTPClient
import KubernetesClient
import Values

/// AWS itself behind the signed client, or what its settings name beyond this machine, with the credentials that AWS's own
/// tools would find.
struct AWSItself {
    /// One attempt a call.
    let calls: any AWSCalls
    /// The clusters' API, which asks AWS where a cluster is.
    let kubernetes: (any AWSCalls) -> any KubernetesCalls
    /// AWS's time: gates ask for minutes of it, and a machine's own clock may be minutes off.
    let clock: OffsetClock
    let policy: RetryPolicy
    let tokens: (any AWSCalls) -> any AWSCalls
    let place: String

    /// - Throws: when AWS does not say who we are, or says somebody of another account; nothing else was called.
    static func open(
        account: String, region: String, _ log: RequestLog, _ configuration: SharedConfiguration
    ) async throws(CommandFailure) -> AWSItself {
        let (wall, random) = (SystemClock(), SystemRandom())
        let connection: AWSConnection
        do throws(HTTPError) {
            connection = try AWSConnection(
                configuration, time: wall, random: random, observe: log.tell, observeRetries: log.tell)
        } catch {
            throw CommandFailure("\(error).")
        }
        let client = connection.client
        let request = AWSRequest(
            service: "sts", operation: "GetCallerIdentity", region: region, input: [:],
            deadline: wall.now() + .minutes(1))
        let identity: Value
        let address: String
        do throws(AWSError) {
            address = try client.endpointURL(request)
            identity = try await connection.calls.call(request)
        } catch {
            throw CommandFailure(
                "AWS does not say who we are: \(error.message) [\(error.code)]",
                hint: "`reconcile doctor` says which credentials were looked for, and where.")
        }
        try check(identity, account, at: address)
        // `Date` has whole seconds: less than two of them tell nothing.
        let measured = client.skew.measured ?? .zero
        let clock = OffsetClock(wall, ahead: abs(measured.milliseconds) < 2000 ? .zero : measured)
        let catalog = client.catalog
        let seen = SeenClusters(OffsetCalls(client, clock))
        let settings = configuration.http
        return AWSItself(
            calls: seen,
            kubernetes: { aws in
                KubernetesClient(
                    aws, seen: seen, time: clock,
                    open: { endpoint throws(AWSError) in try sending(to: endpoint, settings) },
                    token: { cluster throws(AWSError) in try await client.clusterToken(cluster) })
            }, clock: clock, policy: connection.policy,
            tokens: { TokenFillingCalls($0, catalog: catalog, random: random) },
            place: configuration.endpointURL(serviceID: "sts").map { " at \($0)" } ?? "")
    }

    /// What sends to a cluster: proxies as for AWS, but only the cluster's own certificate authority is trusted.
    private static func sending(
        to endpoint: ClusterEndpoint, _ settings: HTTPSettings
    ) throws(AWSError) -> any HTTPSending {
        var settings = settings
        settings.authorities = endpoint.authority
        do throws(HTTPError) { return try HTTPClient(settings) } catch { throw TransportFailure.error(error) }
    }

    /// - Throws: when the caller's account is not the one in the spec.
    static func check(_ identity: Value, _ account: String, at address: String) throws(CommandFailure) {
        guard identity.text("Account") != account else { return }
        throw CommandFailure(
            "The spec is for account \(account), and \(address) is account \(identity.text("Account") ?? "unknown").",
            hint: "Use credentials of account \(account), or another spec. Nothing was called but GetCallerIdentity.")
    }
}
