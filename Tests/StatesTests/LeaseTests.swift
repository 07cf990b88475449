import Engine
import Resources
import SQLite
import Testing
import Values

@testable import States

/// One run at a time: a second one is refused, a dead one is taken over, and a loser writes nothing more.
struct LeaseTests {
    @Test func `a second holder is refused and told who holds it`() throws {
        let bench = try StateBench()
        let first = try bench.open()
        let second = try bench.open()
        let lease = try first.takeLease()
        let error = #expect(throws: StateError.self) { _ = try second.takeLease() }
        #expect(error?.code == "state.leaseHeld")
        #expect(error?.message.contains("process ") == true && error?.hint.contains("unlock") == true)
        #expect(try second.leaseHolder()?.isHeld == true)
        #expect(try second.leaseHolder()?.isAliveHere == true)
        try first.release(lease)
        #expect(try second.leaseHolder()?.isHeld == false)
        try second.release(try second.takeLease())
    }

    @Test func `a holder that died without a word is taken over, and its records are refused`() throws {
        let bench = try StateBench()
        let store = try bench.open()
        let journal: RunJournal
        do {
            // Its lock ends here, as with a process; its row still says that it holds the lease.
            let lost = try store.takeLease()
            journal = try store.begin(StateBench.header("run-1"), lease: lost)
            try journal.append([StateBench.intent("r/a")])
        }
        #expect(try store.leaseHolder()?.isHeld == true)
        let next = try bench.open()
        let lease = try next.takeLease()
        let error = #expect(throws: JournalFailure.self) { try journal.append([StateBench.outcome("r/a")]) }
        #expect(error?.code == "state.fenced")
        // What it began is open, for the next run to settle.
        #expect(try next.openIntents("shop").map(\.address) == ["r/a"])
        let mine = try next.begin(StateBench.header("run-2"), lease: lease)
        try mine.append([StateBench.outcome("r/a")])
        #expect(try next.openIntents("shop").isEmpty)
        try next.release(lease)
    }

    @Test func `a holder on another host can't be looked at, and is taken over only by unlock`() throws {
        let bench = try StateBench()
        let store = try bench.open()
        _ = try bench.ask("INSERT INTO lease VALUES (1, 7, 'elsewhere', 'boot', 42, '1', 1700000000, 1)")
        let error = #expect(throws: StateError.self) { _ = try store.takeLease() }
        #expect(error?.code == "state.leaseHeld")
        #expect(error?.message.contains("process 42 on elsewhere, since 2023-11-14") == true, "\(error?.message ?? "")")
        #expect(try store.unlock()?.host == "elsewhere")
        let lease = try store.takeLease()
        #expect(lease.fence > 8)
        try store.release(lease)
    }

    @Test func `every holder's fence is higher than those before`() throws {
        let bench = try StateBench()
        let store = try bench.open()
        var last = 0
        for _ in 0..<5 {
            let lease = try store.takeLease()
            #expect(lease.fence > last)
            last = lease.fence
            try store.release(lease)
        }
        #expect(try store.unlock()?.isHeld == false)
    }

    /// All of them at once: one has it at any time, and in the end all had it.
    @Test func `many who want it get it one after another`() async throws {
        let bench = try StateBench()
        let path = bench.path
        _ = try bench.open()
        let fences = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let store = try StateStore(path: path)
                    while true {
                        do throws(StateError) {
                            let lease = try store.takeLease()
                            let fence = lease.fence
                            try store.release(lease)
                            return fence
                        } catch {
                            guard error.code == "state.leaseHeld" else { throw error }
                            await Task.yield()
                        }
                    }
                }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(fences.count == 8)
    }
}
