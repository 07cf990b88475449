public import CloudCalls
public import Values

/// Credentials as callers ask for them: found once, refreshed before they expire, one refresh at a time.
///
/// Within the last quarter of an hour a refresh is begun and the old ones still count for everybody; its failure is only
/// an error once they have expired. Both spans are botocore's and the CLI's (`_DEFAULT_ADVISORY_REFRESH_TIMEOUT`).
public actor CredentialCache {
    /// How long before their end credentials are renewed.
    public static let advisorySpan = TimeSpan.minutes(15)
    /// How long before their end a call waits for new ones.
    public static let mandatorySpan = TimeSpan.minutes(10)
    /// After a refresh that failed, while the old ones still count.
    private static let pause = TimeSpan.seconds(30)

    private let resolve: @Sendable () async -> ChainResult
    private let time: any TimeSource
    private var current: FoundCredentials?
    private var refresh: Task<ChainResult, Never>?
    private var pausedUntil: Instant?
    /// What the last look at the sources came to.
    public private(set) var lastResult: ChainResult?

    public init(time: any TimeSource, resolve: @escaping @Sendable () async -> ChainResult) {
        self.time = time
        self.resolve = resolve
    }

    /// Credentials that count now.
    public func credentials() async throws(ConfigurationProblem) -> FoundCredentials {
        guard let current else { return try await refreshed() }
        guard let expiry = current.expiry else { return current }
        let left = expiry - time.now()
        if left > Self.advisorySpan { return current }
        if left > Self.mandatorySpan || isPaused, left > .zero {
            if refresh == nil, !isPaused { begin() }
            return current
        }
        do throws(ConfigurationProblem) { return try await refreshed() } catch {
            // Still good for some calls; only when they have ended is there nothing left to try with.
            if expiry > time.now() { return current }
            throw error
        }
    }

    /// AWS does not take these any more, whatever their expiry says; the next call looks again.
    public func invalidate(_ credentials: FoundCredentials) {
        guard current == credentials, credentials.expiry != nil else { return }
        current = nil
    }

    private var isPaused: Bool { pausedUntil.map { $0 > time.now() } ?? false }

    @discardableResult
    private func begin() -> Task<ChainResult, Never> {
        let resolve = resolve
        let task = Task { await resolve() }
        refresh = task
        Task { accept(await task.value, of: task) }
        return task
    }

    private func refreshed() async throws(ConfigurationProblem) -> FoundCredentials {
        let task = refresh ?? begin()
        let result = await task.value
        accept(result, of: task)
        return try result.found.get()
    }

    /// Keeps what a refresh came to; called by everybody who waited for it, and once by the refresh itself.
    private func accept(_ result: ChainResult, of task: Task<ChainResult, Never>) {
        guard refresh == task else { return }
        refresh = nil
        lastResult = result
        switch result.found {
        case .success(let found):
            current = found
            pausedUntil = nil
        case .failure: pausedUntil = time.now() + Self.pause
        }
    }
}
