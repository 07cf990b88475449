import Capacity
import Testing

/// The queue's formulas against published values and against each other.
struct ErlangQueueTests {
    @Test(arguments: [
        // Servers, offered load in Erlangs, Erlang C as tables have it.
        (1, 0.5, 0.5), (2, 1.0, 0.3333), (5, 4.0, 0.5541), (10, 8.0, 0.4092), (20, 16.0, 0.2561),
    ])
    func `the probability of waiting is that of the tables`(_ servers: Int, _ load: Double, _ expected: Double) {
        let queue = ErlangQueue(servers: servers, service: 1)
        #expect(abs(queue.waitingProbability(load) - expected) < 0.0001, "\(queue.waitingProbability(load))")
    }

    @Test func `one server waits as M/M/1 does, and no queue has a limit that it passes`() {
        let queue = ErlangQueue(servers: 1, service: 0.1)
        #expect(abs(queue.wait(5) - 0.1) < 1e-9, "rho/(mu-lambda)")
        #expect(queue.limit == 10 && queue.wait(10) == .infinity && queue.wait(0) == 0)
        for servers in [1, 2, 7, 64, 1000] {
            let queue = ErlangQueue(servers: servers, service: 0.05)
            let rate = queue.rate(waitingAtMost: 0.1)
            #expect(rate < queue.limit && abs(queue.wait(rate) - 0.1) < 0.001)
        }
    }

    @Test func `more servers wait less at the same utilization`() {
        let waits = [1, 2, 4, 8, 16, 32].map { ErlangQueue(servers: $0, service: 0.05).wait(Double($0) * 20 * 0.8) }
        #expect(waits == waits.sorted(by: >))
    }
}
