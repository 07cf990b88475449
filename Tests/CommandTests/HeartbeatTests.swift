import Dispatch
import Testing

@testable import Commands

@Suite struct HeartbeatTests {
    @Test func `silence is broken`() async {
        let (beats, continuation) = AsyncStream.makeStream(of: Void.self)
        let heartbeat = Heartbeat(every: .milliseconds(5)) { continuation.yield() }
        var count = 0
        for await _ in beats {
            count += 1
            if count == 2 { break }
        }
        heartbeat.end()
        #expect(count == 2)
    }
}
