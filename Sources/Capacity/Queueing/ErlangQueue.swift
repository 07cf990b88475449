/// A queue with Poisson arrivals, exponential service and some equal servers (M/M/c).
///
/// A. K. Erlang, 1917; here after L. Kleinrock, "Queueing Systems, Volume 1", 1975, section 3.5. C follows from
/// Erlang's B by its recurrence, which needs no factorials.
public struct ErlangQueue: Sendable, Hashable {
    /// How many work at once, for example vCPUs.
    public let servers: Int
    /// Seconds of one server for one request.
    public let service: Double

    public init(servers: Int, service: Double) {
        self.servers = servers
        self.service = service
    }

    /// Requests a second above which the queue grows without end.
    public var limit: Double { service > 0 ? Double(servers) / service : .infinity }

    /// How busy each server is at a rate; 1 at the limit.
    public func utilization(_ rate: Double) -> Double { rate / limit }

    /// The probability that a request has to wait (Erlang C).
    public func waitingProbability(_ rate: Double) -> Double {
        let load = rate * service
        guard load > 0 else { return 0 }
        guard load < Double(servers) else { return 1 }
        var blocking = 1.0
        for count in 1...max(1, servers) { blocking = load * blocking / (Double(count) + load * blocking) }
        return blocking / (1 - load / Double(servers) * (1 - blocking))
    }

    /// Mean seconds before service begins.
    public func wait(_ rate: Double) -> Double {
        guard rate < limit else { return .infinity }
        guard rate > 0, service > 0 else { return 0 }
        return waitingProbability(rate) / (Double(servers) / service - rate)
    }

    /// The highest rate at which the mean wait is at most `bound` seconds.
    public func rate(waitingAtMost bound: Double) -> Double {
        guard service > 0 else { return .infinity }
        var (low, high) = (0.0, limit)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if wait(middle) <= bound { low = middle } else { high = middle }
        }
        return low
    }
}
