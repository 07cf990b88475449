/// What a request costs the machines behind a load balancer; without it they never tire.
public struct Demand: Sendable, Hashable {
    /// Microseconds of a vCPU in a service, where the cache does not answer and where it does.
    public var service: Int
    public var cached: Int
    /// Microseconds of the database's vCPU.
    public var read: Int
    public var write: Int
    /// Thousandths of requests that only read; of those that the cache answers; of all that the CDN answers.
    public var reads: Int
    public var hits: Int
    public var edge: Int
    /// Thousandths of people by the region that is nearest to them.
    public var mix: [String: Int]

    /// Nine reads of ten, which a cache answers mostly; nothing costs anything.
    static let standard = Demand(service: 0, cached: 0, read: 0, write: 0, reads: 900, hits: 850, edge: 0, mix: [:])

    public init(
        service: Int, cached: Int, read: Int, write: Int, reads: Int, hits: Int, edge: Int, mix: [String: Int]
    ) {
        self.service = service
        self.cached = cached
        self.read = read
        self.write = write
        self.reads = reads
        self.hits = hits
        self.edge = edge
        self.mix = mix
    }
}
