import Diagnostics
import Documents
public import Engine
import Glibc
public import Planning
import Resources
import SQLite
import Synchronization
import Values

/// Our memory of the platforms in one SQLite file: observations, journal, runs, spent plans and the lease.
///
/// WAL with synchronous=FULL: what `append` returned from survives a loss of power.
public final class StateStore: Sendable {
    let connection: Mutex<Connection>
    /// What `recorded` read, with the version of the file that it read; a command asks for it several times.
    private let lastRecorded = Mutex<(platform: String, version: [SQLValue], records: [RecordedResource])?>(nil)
    public let path: String

    /// The version of the schema of the files that this program writes; it reads those of every earlier one.
    public static var schemaVersion: Int { SchemaVersions.all.count }

    /// Opens the file, or makes it.
    /// - Throws: `StateError` for a file that is damaged, newer than this program, or can't be written.
    public init(path: String) throws(StateError) {
        self.path = path
        do throws(SQLiteError) {
            var opened = try Connection(path: path)
            try Self.prepare(&opened)
            let version = try opened.run("PRAGMA user_version").first?.first?.integer ?? 0
            guard version <= SchemaVersions.all.count else {
                throw SQLiteError(code: Self.newerSchema, message: "\(version)", path: path)
            }
            if version < SchemaVersions.all.count {
                if version > 0 { try Self.keepCopy(of: &opened, version: version, path: path) }
                try Self.migrate(&opened, from: version)
            }
            connection = Mutex(opened)
        } catch {
            if error.code == Self.newerSchema {
                throw StateError(
                    "state.newerSchema",
                    "The state \(path) was written by a newer reconcile (schema \(error.message), this one knows "
                        + "\(SchemaVersions.all.count)).", hint: "Use the newer version.")
            }
            throw StateError(error)
        }
    }

    private static let newerSchema = -1

    private static func prepare(_ connection: inout Connection) throws(SQLiteError) {
        try connection.useWriteAheadLog()
        try connection.run("PRAGMA synchronous = FULL")
        try connection.run("PRAGMA foreign_keys = ON")
    }

    /// Where an older file stays as it was when this program takes it over, for the program that wrote it.
    public static func copy(of path: String, schema version: Int) -> String { "\(path).schema-\(version)" }

    private static func keepCopy(
        of connection: inout Connection, version: Int, path: String
    ) throws(SQLiteError) {
        let kept = copy(of: path, schema: version)
        guard Glibc.access(kept, F_OK) != 0 else { return }
        let unfinished = "\(kept).\(getpid())"
        unlink(unfinished)
        try connection.backUp(to: unfinished)
        // Another process may have taken the file over before it was copied.
        guard try connection.run("PRAGMA user_version").first?.first?.integer == version else {
            unlink(unfinished)
            return
        }
        guard rename(unfinished, kept) == 0 else {
            throw SQLiteError(code: 14, message: "the copy of the older file can't be named", path: kept)
        }
    }

    private static func migrate(_ connection: inout Connection, from version: Int) throws(SQLiteError) {
        try connection.transaction { (connection) throws(SQLiteError) in
            // Another process may have migrated it meanwhile.
            let current = try connection.run("PRAGMA user_version").first?.first?.integer ?? 0
            for statements in SchemaVersions.all.dropFirst(current) {
                for statement in statements { try connection.run(statement) }
            }
            try connection.run("PRAGMA user_version = \(SchemaVersions.all.count)")
        }
    }

    /// Runs `body` on the connection and puts SQLite's words into ours.
    func access<Output: Sendable>(
        _ body: (inout Connection) throws(SQLiteError) -> Output
    ) throws(StateError) -> Output {
        let result = connection.withLock { connection -> Result<Output, SQLiteError> in
            do throws(SQLiteError) { return .success(try body(&connection)) } catch { return .failure(error) }
        }
        do { return try result.get() } catch { throw StateError(error) }
    }

    // MARK: Reading

    public func platform(_ name: String) throws(StateError) -> PlatformRow? {
        try platforms().first { $0.name == name }
    }

    /// All platforms of this file, by name.
    public func platforms() throws(StateError) -> [PlatformRow] {
        try access { (connection) throws(SQLiteError) in
            try connection.run(
                """
                SELECT p.name, p.account, p.provider, p.phase, p.serial, p.road, p.road_stage, r.id, r.to_phase, r.command,
                    r.purpose, p.paused
                FROM platforms p LEFT JOIN runs r ON r.id = p.road_run ORDER BY p.name
                """
            ).map { row in
                PlatformRow(
                    name: row[0].text ?? "", account: row[1].text ?? "", provider: row[2].text ?? "",
                    phase: row[3].integer, serial: row[4].integer ?? 0,
                    road: row[5].text.flatMap { name in
                        OpenRoad(
                            name: name, furthest: row[6].text.flatMap(Stage.Role.init) ?? .prepare,
                            run: row[7].text ?? "", leadsTo: row[8].integer,
                            takesBack: row[10].text == Plan.Purpose.rollback.rawValue, command: row[9].text ?? "")
                    },
                    pausedSince: row[11].integer)
            }
        }
    }

    /// What the last run left, kept data included, by address and generation.
    public func recorded(_ platform: String) throws(StateError) -> [RecordedResource] {
        let path = path
        return try access { (connection) throws(SQLiteError) in
            let version = try Self.version(of: &connection)
            if let known = lastRecorded.withLock({ $0 }), known.platform == platform, known.version == version {
                return known.records
            }
            let rows = try connection.run(
                """
                SELECT \(ResourceRow.columns) FROM resources WHERE platform = ? ORDER BY address, generation
                """, [.text(platform)])
            var records: [RecordedResource] = []
            for row in rows {
                do throws(Diagnostic) {
                    records.append(try ResourceRow.recorded(row))
                } catch {
                    throw SQLiteError(code: 11, message: error.message, path: path)
                }
            }
            // Not where another process wrote while we read.
            if try Self.version(of: &connection) == version {
                lastRecorded.withLock { $0 = (platform, version, records) }
            }
            return records
        }
    }

    /// Another one whenever anybody has written: `data_version` tells of other connections, `total_changes` of ours.
    /// See https://www.sqlite.org/pragma.html#pragma_data_version and https://www.sqlite.org/c3ref/total_changes.html.
    private static func version(of connection: inout Connection) throws(SQLiteError) -> [SQLValue] {
        let others = try connection.run("PRAGMA data_version")
        let ours = try connection.run("SELECT total_changes()")
        return Array((others + ours).joined())
    }

    /// Intents of earlier runs that were never settled: without an outcome, and of what nobody has deleted since.
    public func openIntents(_ platform: String) throws(StateError) -> [OpenIntent] {
        try access { (connection) throws(SQLiteError) in
            try connection.run(
                """
                SELECT i.address, i.action, i.generation, i.token, i.input_hash
                FROM journal i JOIN runs r ON r.id = i.run
                WHERE r.platform = ? AND i.type = 'intent' AND NOT EXISTS (
                    SELECT 1 FROM journal o WHERE o.address = i.address AND o.generation = i.generation AND o.id > i.id
                    AND (o.action = i.action AND o.type IN ('outcome', 'intent')
                        OR o.action = 'delete' AND o.type = 'outcome' AND o.detail = 'done'))
                ORDER BY i.id
                """, [.text(platform)]
            ).compactMap { row in
                guard let action = row[1].text.flatMap(Step.Action.init) else { return nil }
                return OpenIntent(
                    address: Address(row[0].text ?? ""), action: action, generation: row[2].integer ?? 0,
                    token: row[3].text ?? "", inputHash: row[4].text ?? "")
            }
        }
    }

    /// A run's journal, in the order in which it was written.
    public func journal(_ run: String) throws(StateError) -> [JournalEntry] {
        try access { (connection) throws(SQLiteError) in
            try connection.run(
                "SELECT type, step, action, address, at, detail, waits FROM journal WHERE run = ? ORDER BY id",
                [.text(run)]
            ).compactMap { row in
                guard let kind = row[0].text.flatMap(JournalEntry.Kind.init) else { return nil }
                return JournalEntry(
                    kind: kind, step: row[1].text ?? "", action: row[2].text ?? "", address: row[3].text ?? "",
                    at: Instant(milliseconds: row[4].integer ?? 0), detail: row[5].text ?? "",
                    waits: WaitsText.waits(row[6].text ?? ""))
            }
        }
    }

    /// What a run's plan was like; nil for runs of an older version.
    public func outline(of run: String) throws(StateError) -> PlanOutline? {
        let text = try access { (connection) throws(SQLiteError) in
            try connection.run("SELECT plan FROM runs WHERE id = ?", [.text(run)]).first?.first?.text ?? ""
        }
        return (try? JSON.value(from: text)).flatMap(PlanOutline.init)
    }

    /// Runs, the newest first.
    public func runs(_ platform: String? = nil) throws(StateError) -> [RunRow] {
        try access { (connection) throws(SQLiteError) in
            try connection.run(
                """
                SELECT id, platform, purpose, plan_hash, from_phase, to_phase, began, ended, result, command FROM runs
                WHERE ?1 IS NULL OR platform = ?1 ORDER BY began DESC, id DESC
                """, [platform.map(SQLValue.text) ?? .null]
            ).map {
                RunRow(
                    id: $0[0].text ?? "", platform: $0[1].text ?? "", purpose: $0[2].text ?? "",
                    planHash: $0[3].text ?? "", fromPhase: $0[4].integer, toPhase: $0[5].integer ?? 0,
                    command: $0[9].text ?? "", began: Instant(milliseconds: $0[6].integer ?? 0),
                    ended: $0[7].integer.map(Instant.init), result: $0[8].text)
            }
        }
    }
}
