import FakeAWS
import Locks
import TestSupport
import Testing
import Values

@testable import FakeCloudStore

/// Looks at the fake cloud's file, which take no lock.
struct LookingCloudTests {
    @Test func `what others write while somebody looks is seen by the next look`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/cloud.db"
        let start = Instant(milliseconds: 1_767_225_600_000)
        func cloud() -> Cloud { Cloud(account: "123456789012", at: start) }
        let lock = try FileLock(path: path + "-lock")
        var one = try CloudFile(path: path)
        var other = try CloudFile(path: path)
        var ours = cloud()
        var theirs = cloud()
        try one.transaction(on: &ours, lock) { $0.faults.deadZones = ["eu-west-1a"] }
        try other.transaction(on: &theirs, lock) { _ in }
        var wrote = false
        let looked = try one.look(at: &ours, lock) { cloud in
            // Time passes for the one who looks, and in the midst of it another one writes.
            cloud.advance(to: start + .seconds(5))
            wrote = (try? other.transaction(on: &theirs, lock) { $0.faults.deadZones = ["eu-west-1b"] }) != nil
            return true
        }
        #expect(looked == true && wrote)
        #expect(try one.look(at: &ours, lock) { $0.faults } == nil, "it goes on with what is past")
        let seen = try one.transaction(on: &ours, lock) { $0.faults }
        #expect(seen == theirs.faults)
    }
}
