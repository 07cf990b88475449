import Digests
import Foundation
import SQLite
import TestSupport
import Testing

@testable import States

/// The schema's history: files of every version are out there.
struct SchemaTests {
    /// A version that was released never changes. A new one adds its hash here.
    private static let released = [
        "e7a9ba39f8c205f0f6fffacea148f4fbc74e32ca45df49db3cb66d36a2318c3b",
        "61068534361898bece6c1c50e8e38b65df14af9c426279efa1bedebcb38b65f9",
        "40feb20f9e784df8d43cf9b0bcbfc6d658146fe92302e8c89b8d051842494a89",
        "59816fc589eaf3bc1a9c1fda1238edee506f791b19e8827cb35d0ede730abe05",
        "b5c31a10ca033217ac00268b8dc73a949e84003afcf3c5b1a221733e374c45a3",
    ]

    @Test func `the schema is append-only`() {
        #expect(SchemaVersions.all.map { SHA256Digest.hex($0.joined(separator: ";")) } == Self.released)
    }

    private static func shape(_ bench: borrowing StateBench) throws -> [[SQLValue]] {
        try bench.ask(
            """
            SELECT m.name, c.name, c.type, c."notnull", c.pk FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid
            """)
    }

    @Test func `a file of any version becomes what a new one is`() throws {
        let fresh = try StateBench()
        _ = try fresh.open()
        let wanted = try Self.shape(fresh)
        #expect(wanted.count > 30)
        for version in 0...SchemaVersions.all.count {
            let old = try StateBench()
            do {
                var connection = try Connection(path: old.path)
                for statement in SchemaVersions.all.prefix(version).joined() { try connection.run(statement) }
                try connection.run("PRAGMA user_version = \(version)")
            }
            _ = try old.open()
            #expect(try Self.shape(old) == wanted, "version \(version)")
            #expect(try old.ask("PRAGMA user_version").first?.first?.integer == SchemaVersions.all.count)
            // The file as it was stays for the program that wrote it.
            let copy = StateStore.copy(of: old.path, schema: version)
            let isOlder = version > 0 && version < SchemaVersions.all.count
            #expect(FileManager.default.fileExists(atPath: copy) == isOlder, "version \(version)")
            guard isOlder else { continue }
            var kept = try Connection(path: copy)
            #expect(try kept.run("PRAGMA user_version").first?.first?.integer == version)
        }
    }

    @Test func `a newer file is refused and left as it is`() throws {
        let bench = try StateBench()
        _ = try bench.open()
        _ = try bench.ask("PRAGMA user_version = \(SchemaVersions.all.count + 1)")
        let error = #expect(throws: StateError.self) { try bench.open() }
        #expect(error?.code == "state.newerSchema")
        #expect(error?.message.contains("schema \(SchemaVersions.all.count + 1)") == true)
        #expect(try bench.ask("PRAGMA user_version").first?.first?.integer == SchemaVersions.all.count + 1)
        #expect(try bench.ask("SELECT name FROM sqlite_master WHERE name = 'journal'").count == 1)
    }

    @Test func `tables are strict, what refers exists, and what was written survives a loss of power`() throws {
        let bench = try StateBench()
        let store = try bench.open()
        for table in try bench.ask(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        {
            #expect(
                table[1].text?.hasSuffix("STRICT") == true || table[1].text?.contains("STRICT,") == true
                    || table[1].text?.contains(") STRICT") == true, "\(table)")
        }
        try store.access { (connection) throws(SQLiteError) in
            #expect(try connection.run("PRAGMA journal_mode").first?.first?.text == "wal")
            #expect(try connection.run("PRAGMA synchronous").first?.first?.integer == 2)
            #expect(try connection.run("PRAGMA foreign_keys").first?.first?.integer == 1)
        }
        let error = #expect(throws: StateError.self) {
            try store.access { (connection) throws(SQLiteError) in
                try connection.run("INSERT INTO spent_plans VALUES ('hash', 'run-none')")
            }
        }
        #expect(error?.code == "state.sqlite")
    }

    @Test(arguments: ["not a database at all, but long enough to be looked at by SQLite", "SQLite format 3\u{0}"])
    func `what is no state is told and never overwritten`(_ text: String) throws {
        let bench = try StateBench()
        let content = text + String(repeating: "x", count: 5000)
        try bench.scratch.write(content, to: "state.db")
        let error = #expect(throws: StateError.self) { try bench.open() }
        #expect(error?.code == "state.corrupt", "\(String(describing: error))")
        #expect(error?.hint.contains("backups") == true)
        #expect(try bench.scratch.read("state.db") == content)
    }
}
