import Engine
import Planning
import Providers
import Resources
import SQLite
import TestSupport
import Testing
import Values

@testable import States

/// The journal: what was decided is durable before it is done, and what was done before anything builds on it.
struct JournalTests {
    private static let failure = Failure(code: "AccessDenied", message: "no", hint: "ask")

    @Test func `an intent without its outcome is open, whoever looks, until it is settled`() throws {
        let bench = try StateBench()
        let store = try bench.open()
        let lease = try store.takeLease()
        let journal = try store.begin(StateBench.header("run-1"), lease: lease)
        try journal.append([StateBench.intent("r/a", token: "first"), StateBench.intent("r/b")])
        // A second look at the same file, as after a death of this process.
        #expect(try bench.open().openIntents("shop").map(\.address) == ["r/a", "r/b"])
        try journal.append([StateBench.outcome("r/a")])
        #expect(try bench.open().openIntents("shop").map(\.address) == ["r/b"])
        // A failure settles it, too; a later try has an intent of its own.
        try journal.append([StateBench.outcome("r/b", failure: Self.failure)])
        #expect(try bench.open().openIntents("shop").isEmpty)
        try journal.append([StateBench.intent("r/b", token: "second")])
        #expect(try bench.open().openIntents("shop").map(\.token) == ["second"])
        // One of another platform is none of ours.
        #expect(try bench.open().openIntents("other").isEmpty)
        try store.release(lease)
    }

    /// The next create must not repeat its token, which AWS would answer with what is gone.
    @Test func `what was deleted leaves no intent to make it open, unless the delete failed`() throws {
        let bench = try StateBench()
        let store = try bench.open()
        let lease = try store.takeLease()
        let journal = try store.begin(StateBench.header("run-1"), lease: lease)
        try journal.append([
            StateBench.intent("r/a"), StateBench.intent("r/a", generation: 1), StateBench.intent("r/b"),
            StateBench.intent("r/a", .delete), StateBench.outcome("r/a", .delete), StateBench.intent("r/b", .delete),
            StateBench.outcome("r/b", .delete, failure: Self.failure),
        ])
        let open = try store.openIntents("shop").map { "\($0.action) \($0.address)#\($0.generation)" }
        #expect(open == ["create r/a#1", "create r/b#0"])
        try store.release(lease)
    }

    @Test func `entries stand in the order in which they were written`() throws {
        let bench = try StateBench()
        let store = try bench.open()
        let lease = try store.takeLease()
        let journal = try store.begin(StateBench.header("run-1"), lease: lease)
        let at = Instant(milliseconds: 1)
        try journal.append([.stage(name: "change", .began, measured: "", at: at), StateBench.intent("r/a")])
        try journal.append([StateBench.outcome("r/a"), .stage(name: "change", .passed, measured: "all", at: at)])
        try journal.append([.finished(.converged, at: at)])
        #expect(try store.journal("run-1").map(\.kind.rawValue) == ["stage", "intent", "outcome", "stage"])
        #expect(try store.runs("shop").map(\.result) == ["converged"])
        #expect(try store.platform("shop")?.phase == 0)
        try store.release(lease)
    }

    @Test func `what an outcome says is remembered with it, every bit`() throws {
        let bench = try StateBench()
        let store = try bench.open()
        let lease = try store.takeLease()
        let journal = try store.begin(StateBench.header("run-1"), lease: lease)
        try journal.append([StateBench.intent("r/a"), StateBench.outcome("r/a", references: ["r/x", "r/y"])])
        let record = try #require(try bench.open().recorded("shop").first)
        #expect(record.observation == StateBench.observation("r/a"))
        #expect(record.references == ["r/x", "r/y"] && record.inputHash == "input")
        #expect(!record.isKept && !record.isDeposed)
        // A failure leaves what was known; a second generation deposes the first; keeping marks; a delete forgets.
        try journal.append([StateBench.outcome("r/a", .update, failure: Self.failure)])
        #expect(try store.recorded("shop") == [record])
        try journal.append([StateBench.outcome("r/a", generation: 1)])
        #expect(try store.recorded("shop").map(\.isDeposed) == [true, false])
        try journal.append([StateBench.outcome("r/a", .delete, generation: 0)])
        #expect(try store.recorded("shop").map(\.observation.generation) == [1])
        try journal.append([StateBench.outcome("r/a", .keep, generation: 1, references: ["r/x"])])
        #expect(try store.recorded("shop").map(\.isKept) == [true])
        #expect(try store.recorded("shop").map(\.references) == [["r/x"]])
        try journal.append([StateBench.outcome("r/a", .adopt, generation: 1)])
        #expect(try store.recorded("shop").map(\.isKept) == [false])
        try store.release(lease)
    }

    @Test func `the serial rises with what changes and not with what is only looked at`() throws {
        let bench = try StateBench()
        let store = try bench.open()
        let lease = try store.takeLease()
        let journal = try store.begin(StateBench.header("run-1"), lease: lease)
        try journal.append([StateBench.intent("r/a"), StateBench.outcome("r/a")])
        let serial = try #require(try store.platform("shop")?.serial)
        #expect(serial > 0)
        _ = try store.recorded("shop")
        #expect(try store.platform("shop")?.serial == serial)
        try journal.append([StateBench.intent("r/b"), StateBench.outcome("r/b")])
        #expect(try #require(try store.platform("shop")?.serial) > serial)
        try store.release(lease)
    }

    @Test func `records that are written together are there together or not at all`() throws {
        let bench = try StateBench()
        let store = try bench.open()
        let lease = try store.takeLease()
        let journal = try store.begin(StateBench.header("run-1"), lease: lease)
        try journal.append([StateBench.intent("r/a")])
        // Somebody has taken the lease away: from now on nothing of this run is written.
        _ = try bench.open().unlock()
        let error = #expect(throws: JournalFailure.self) {
            try journal.append([StateBench.outcome("r/a"), StateBench.intent("r/b")])
        }
        #expect(error?.code == "state.fenced")
        #expect(try store.journal("run-1").count == 1)
        #expect(try store.recorded("shop").isEmpty)
        try store.release(lease)
    }

    @Test func `a saved plan is spent once, and the run that spent it is found when it did not end`() throws {
        let bench = try StateBench()
        let store = try bench.open()
        let lease = try store.takeLease()
        let journal = try store.begin(StateBench.header("run-1", hash: "plan", spends: true), lease: lease)
        #expect(try store.interruptedRun(planHash: "plan")?.id == "run-1")
        try journal.append([StateBench.intent("r/a"), StateBench.outcome("r/a")])
        #expect(try store.interruptedRun(planHash: "plan")?.done == ["create r/a"])
        let error = #expect(throws: StateError.self) {
            try store.begin(StateBench.header("run-2", hash: "plan", spends: true), lease: lease)
        }
        #expect(error?.code == "state.planSpent")
        #expect(try store.runs("shop").map(\.id) == ["run-1"])
        try journal.append([.finished(.converged, at: Instant(milliseconds: 9))])
        #expect(try store.interruptedRun(planHash: "plan") == nil)
        try store.release(lease)
    }

    @Test func `a copy of what is known is as good as the state, and a backup is a state`() throws {
        let bench = try StateBench()
        let store = try bench.open()
        let lease = try store.takeLease()
        let journal = try store.begin(StateBench.header("run-1"), lease: lease)
        try journal.append([
            StateBench.outcome("r/a", references: ["r/x"]), StateBench.outcome("r/b", .keep),
            .finished(.converged, at: Instant(milliseconds: 9)),
        ])
        try store.release(lease)
        let text = try store.exported("shop")
        let other = try StateBench()
        let copy = try other.open()
        try copy.importing(try ExportedState(Array(text.utf8), file: "export.json"))
        #expect(try copy.recorded("shop") == store.recorded("shop"))
        #expect(try copy.exported("shop") == text)
        let backup = "\(bench.scratch.path)/backup.db"
        try store.backUp(to: backup)
        let old = try StateStore(path: backup)
        #expect(try old.recorded("shop") == store.recorded("shop"))
        #expect(try old.journal("run-1") == store.journal("run-1"))
    }
}
