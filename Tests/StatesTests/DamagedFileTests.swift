import CloudCalls
import FakeCloudStore
import FoundationEssentials
import Planning
import States
import TestSupport
import Testing
import Values

/// Files that are damaged are refused in words, and never take the place of good ones.
struct DamagedFileTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("reconcile-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    /// A state with one run in it, written whole to its file.
    private func makeState(_ path: String) throws {
        let store = try StateStore(path: path)
        let lease = try store.takeLease()
        let plan = Plan(
            purpose: .apply, platform: "shop", account: "123456789012", provider: "fake", regions: [], fromPhase: nil,
            toPhase: 0, specHash: "", stateSerial: 0, stages: [], steps: [])
        _ = try store.begin(
            RunHeader(id: "run", plan: plan, planHash: "", began: Instant(milliseconds: 0)), lease: lease)
        try store.release(lease)
    }

    /// Overwrites all but the file's first page, which says what the tables are.
    private func damage(_ path: String) throws {
        var bytes = Array(try #require(FileManager.default.contents(atPath: path)))
        #expect(bytes.count > 8192)
        for index in 4096..<bytes.count { bytes[index] = 0xa5 }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    @Test func `a damaged state is not copied over its backups`() throws {
        try inFolder { folder in
            let path = "\(folder)/reconcile.db"
            try makeState(path)
            try StateStore(path: path).backUp(to: "\(folder)/good")
            #expect(FileManager.default.fileExists(atPath: "\(folder)/good"))
            try damage(path)
            let error = #expect(throws: StateError.self) { try StateStore(path: path).backUp(to: "\(folder)/bad") }
            #expect(error?.code == "state.corrupt")
            #expect(error?.hint.contains("\(path)-wal") == true)
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/bad"))
        }
    }

    @Test func `whoever comes second is told which process holds the lease`() throws {
        try inFolder { folder in
            let path = "\(folder)/reconcile.db"
            let first = try StateStore(path: path)
            let lease = try first.takeLease()
            let error = #expect(throws: StateError.self) { _ = try StateStore(path: path).takeLease() }
            #expect(error?.code == "state.leaseHeld")
            #expect(error?.message.contains("process \(ProcessInfo.processInfo.processIdentifier) ") == true)
            try first.release(lease)
            try first.release(first.takeLease())
        }
    }

    @Test func `a damaged cloud says what is wrong and what to do`() throws {
        try inFolder { folder in
            let path = "\(folder)/cloud.db"
            try Data(String(repeating: "This is no database. ", count: 500).utf8).write(to: URL(fileURLWithPath: path))
            let problem = #expect(throws: CloudFileProblem.self) {
                _ = try StoredCloud(path: path, account: "123456789012", speed: 1)
            }
            #expect(problem?.message.contains("\(path) is damaged") == true)
            #expect(problem?.hint.contains("--cloud FILE") == true)
        }
    }
}
