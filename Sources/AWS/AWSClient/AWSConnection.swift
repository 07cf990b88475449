public import AWSCredentials
public import AWSModels
public import CloudCalls
public import HTTPClient
import Values

/// Everything between a caller and AWS, put together: tokens, retries, rate, credentials, client.
public struct AWSConnection: Sendable {
    /// What callers use: retried, limited, with tokens filled in.
    public let calls: any AWSCalls
    /// One attempt at a time.
    public let client: AWSClient
    public let credentials: CredentialCache
    public let configuration: SharedConfiguration
    /// What has been learned about the rates that AWS allows.
    public let memory: RetryMemory
    /// How `calls` tries again.
    public let policy: RetryPolicy

    /// - Parameters:
    ///   - observe: told of every attempt.
    ///   - observeRetries: told before each further attempt.
    /// - Throws: settings that can't work, such as a certificate bundle that is not there.
    public init(
        _ configuration: SharedConfiguration, time: any TimeSource, random: any RandomSource,
        observe: @escaping @Sendable (CallEvent) -> Void = { _ in },
        observeRetries: @escaping @Sendable (RetryEvent) -> Void = { _ in }
    ) throws(HTTPError) {
        let http = try HTTPClient(configuration.http)
        var near = HTTPSettings()
        near.connectTimeout = .seconds(1)
        let nearHTTP = try HTTPClient(near)
        let chain = CredentialChain(
            SourceTools(configuration: configuration, http: http, nearHTTP: nearHTTP, time: time, random: random))
        let cache = CredentialCache(time: time) { await chain.resolve() }
        let client = AWSClient(
            configuration: configuration, http: http, credentials: cache, time: time, random: random,
            observe: observe)
        let catalog = client.catalog
        let isAdaptive = configuration.retryMode != "standard"
        let policy = Self.policy(
            attempts: configuration.maximumAttempts ?? (isAdaptive ? 6 : 3), isAdaptive: isAdaptive, catalog: catalog)
        let memory = RetryMemory()
        let retrying = RetryingCalls(
            client, time: time, random: random, policy: policy, memory: memory, observe: observeRetries)
        calls = TokenFillingCalls(retrying, catalog: catalog, random: random)
        self.client = client
        self.memory = memory
        self.policy = policy
        self.configuration = configuration
        credentials = cache
    }

    /// AWS's retries, with the knowledge of which operations AWS knows again by their tokens.
    public static func policy(attempts: Int, isAdaptive: Bool, catalog: ModelCatalog) -> RetryPolicy {
        var policy: RetryPolicy = isAdaptive ? .adaptive : .standard
        policy.attempts = attempts
        policy.knowsAgain = { TokenFillingCalls.knowsAgain($0, catalog: catalog) }
        return policy
    }
}
