import AWSCredentials
import AWSSigning
import CloudCalls
import Synchronization
import TestSupport
import Testing
import Values

@Suite struct CredentialCacheTests {
    /// A source that counts how often it is asked, and answers as it is told.
    private final class Source: Sendable {
        let count = Mutex(0)
        let fails = Mutex(false)
        let time = VirtualTime()
        let life: TimeSpan?

        init(life: TimeSpan?) { self.life = life }

        func cache() -> CredentialCache {
            CredentialCache(time: time) {
                let number = self.count.withLock { count in
                    count += 1
                    return count
                }
                await Task.yield()
                if self.fails.withLock({ $0 }) {
                    return ChainResult(found: .failure(ConfigurationProblem("It fails.")), reports: [])
                }
                let credentials = Credentials(accessKeyID: "K\(number)", secretAccessKey: Sensitive("planted"))
                let expiry = self.life.map { self.time.now() + $0 }
                return ChainResult(
                    found: .success(FoundCredentials(credentials: credentials, expiry: expiry)), reports: [])
            }
        }

        func pass(_ span: TimeSpan) async { await time.sleep(until: time.now() + span) }
    }

    private func key(_ cache: CredentialCache) async throws -> String {
        try await cache.credentials().credentials.accessKeyID
    }

    /// Lets a refresh that nobody waits for come to its end.
    private func settle(_ source: Source, until count: Int) async {
        while source.count.withLock({ $0 }) < count { await Task.yield() }
        for _ in 0..<200 { await Task.yield() }
    }

    @Test func `many callers share one look at the sources`() async throws {
        let source = Source(life: .hours(1))
        let cache = source.cache()
        let keys = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<50 { group.addTask { try? await cache.credentials().credentials.accessKeyID } }
            return await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(keys == ["K1"])
        #expect(source.count.withLock { $0 } == 1)
    }

    @Test func `lasting credentials are never looked for again`() async throws {
        let source = Source(life: nil)
        let cache = source.cache()
        _ = try await key(cache)
        await source.pass(.hours(10_000))
        #expect(try await key(cache) == "K1")
    }

    @Test func `a quarter of an hour before the end new ones are fetched while the old ones count`() async throws {
        let source = Source(life: .hours(1))
        let cache = source.cache()
        _ = try await key(cache)
        await source.pass(.minutes(44))
        #expect(try await key(cache) == "K1")
        await source.pass(.minutes(2))
        #expect(try await key(cache) == "K1")
        await settle(source, until: 2)
        #expect(try await key(cache) == "K2")
        #expect(source.count.withLock { $0 } == 2)
    }

    @Test func `ten minutes before the end a call waits for new ones`() async throws {
        let source = Source(life: .hours(1))
        let cache = source.cache()
        _ = try await key(cache)
        await source.pass(.minutes(51))
        #expect(try await key(cache) == "K2")
    }

    @Test func `a refresh that fails is an error only when the old ones have ended`() async throws {
        let source = Source(life: .hours(1))
        let cache = source.cache()
        _ = try await key(cache)
        source.fails.withLock { $0 = true }
        await source.pass(.minutes(55))
        #expect(try await key(cache) == "K1")
        #expect(try await key(cache) == "K1")
        #expect(source.count.withLock { $0 } == 2, "a failed refresh is not repeated at once")
        await source.pass(.minutes(6))
        await #expect(throws: ConfigurationProblem("It fails.")) { try await cache.credentials() }
        source.fails.withLock { $0 = false }
        #expect(try await key(cache) == "K4")
    }

    @Test func `credentials that AWS takes no more are looked for again`() async throws {
        let source = Source(life: .hours(1))
        let cache = source.cache()
        let old = try await cache.credentials()
        await cache.invalidate(old)
        #expect(try await key(cache) == "K2")
        await cache.invalidate(old)
        #expect(try await key(cache) == "K2")
    }

    @Test func `a caller that is cancelled does not take the refresh from the others`() async throws {
        let source = Source(life: .hours(1))
        let cache = source.cache()
        let first = Task { try await cache.credentials() }
        first.cancel()
        #expect(try await key(cache) == "K1")
        _ = try? await first.value
    }
}
