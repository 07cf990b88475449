import Foundation
import SQLite
import Testing

@testable import States

/// Files that an older version wrote.
@Suite struct OlderSchemaTests {
    @Test func `a file of the first version is taken over with what it knows`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("schema-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("state.db").path
        do {
            var connection = try Connection(path: path)
            for statement in SchemaVersions.all[0] { try connection.run(statement) }
            try connection.run("INSERT INTO platforms VALUES ('shop', '123456789012', 'fake', 1, 5)")
            try connection.run(
                "INSERT INTO runs VALUES ('run-1', 'shop', 'apply', 'hash', 2, 1000, NULL, NULL, '')")
            try connection.run("PRAGMA user_version = 1")
        }
        let store = try StateStore(path: path)
        let row = try #require(try store.platform("shop"))
        #expect(row.phase == 1 && row.serial == 5)
        #expect(row.road == nil)
        let run = try #require(try store.runs().first)
        #expect(run.toPhase == 2 && run.fromPhase == nil && run.command.isEmpty)
        #expect(try store.journal("run-1").isEmpty)
        #expect(try store.settle("shop", phase: 2))
        #expect(try store.settle("shop", phase: 2) == false)
        #expect(try store.platform("shop")?.phase == 2)
    }
}
