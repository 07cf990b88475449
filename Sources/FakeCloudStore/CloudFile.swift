import Diagnostics
import Documents
import FakeAWS
import Locks
import SQLite
import Values

/// The tables of the fake cloud's file, and how a `Cloud` is read from and written to them.
struct CloudFile: ~Copyable {
    private var connection: Connection
    private let guest: any Guest
    /// The revision that our copy of the cloud has.
    private var revision: Int
    private var storedFaults: Faults

    /// - Throws: `SQLiteError`.
    init(path: String, guest: any Guest = PlainGuest()) throws(SQLiteError) {
        var opened = try Connection(path: path)
        try Self.prepare(&opened)
        connection = opened
        self.guest = guest
        revision = -1
        storedFaults = Faults()
    }

    private static func prepare(_ connection: inout Connection) throws(SQLiteError) {
        try connection.useWriteAheadLog()
        // It must survive SIGKILL, not a loss of power.
        try connection.run("PRAGMA synchronous = OFF")
        try connection.transaction { (connection) throws(SQLiteError) in
            for statement in schema { try connection.run(statement) }
        }
    }

    private static let schema = [
        "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        """
        CREATE TABLE IF NOT EXISTS objects (
            type TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL,
            status TEXT NOT NULL, attributes TEXT NOT NULL, hidden TEXT NOT NULL, tags TEXT NOT NULL,
            created INTEGER NOT NULL, visible INTEGER NOT NULL, PRIMARY KEY (type, region, id)) STRICT
        """,
        """
        CREATE TABLE IF NOT EXISTS events (
            sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
            region TEXT NOT NULL, id TEXT NOT NULL, argument TEXT NOT NULL) STRICT
        """,
        "CREATE TABLE IF NOT EXISTS tokens (name TEXT PRIMARY KEY, digest TEXT NOT NULL, output TEXT NOT NULL) STRICT",
    ]

    mutating func meta(_ name: String) throws(SQLiteError) -> String? {
        try connection.run("SELECT value FROM meta WHERE name = ?", [.text(name)]).first?.first?.text
    }

    mutating func setMeta(_ name: String, _ value: String) throws(SQLiteError) {
        try connection.run(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [.text(name), .text(value)])
    }

    /// Works on the cloud in one transaction: reads what others wrote, runs `body`, writes what it changed.
    mutating func transaction<Output>(
        on cloud: inout Cloud, _ lock: borrowing FileLock, _ body: (inout Cloud) -> Output
    ) throws(SQLiteError) -> Output {
        try connection.run("BEGIN IMMEDIATE")
        do throws(SQLiteError) {
            let stored = try storedRevision()
            if stored != revision { cloud = try load(account: cloud.account, orAt: cloud.now) }
            revision = stored
            let output = body(&cloud)
            try commit(cloud.takeChanges(), of: cloud, lock)
            return output
        } catch {
            rollBack()
            throw error
        }
    }

    /// The same for what only looks: while nobody else wrote it takes no lock, and as a rule it writes nothing. What
    /// came due by itself follows from what is stored, so that whoever writes next comes to the same.
    /// - Returns: nil when others wrote; then `transaction` has to do it.
    mutating func look<Output>(
        at cloud: inout Cloud, _ lock: borrowing FileLock, _ body: (inout Cloud) -> Output
    ) throws(SQLiteError) -> Output? {
        guard let left = lock.left(), left.first == revision else { return nil }
        let output = body(&cloud)
        guard cloud.faults != storedFaults || cloud.eventsToWrite > Self.patience else {
            // Only the time: the revision may be another one by now, and who wrote it down again would hide it.
            if cloud.now.milliseconds > left.second { lock.leave(second: cloud.now.milliseconds) }
            return output
        }
        try connection.run("BEGIN IMMEDIATE")
        do throws(SQLiteError) {
            guard try storedRevision() == revision else {
                rollBack()
                return nil
            }
            try commit(cloud.takeChanges(), of: cloud, lock)
            return output
        } catch {
            rollBack()
            throw error
        }
    }

    /// As many events may come due unwritten: each process that opens the file has to go through them again.
    private static let patience = 400

    private mutating func storedRevision() throws(SQLiteError) -> Int { Int(try meta("revision") ?? "0") ?? 0 }

    /// Writes and ends the transaction. The lock's file tells first: who reads a revision there that is never written
    /// takes the long way, and one who did not hear of a written one would go on with what is past.
    private mutating func commit(
        _ changes: CloudChanges, of cloud: Cloud, _ lock: borrowing FileLock
    ) throws(SQLiteError) {
        if isWorthWriting(changes, of: cloud) { try write(changes, of: cloud) }
        lock.leave(revision, cloud.now.milliseconds)
        try connection.run("COMMIT")
    }

    /// Our copy of the cloud may hold what was not written: it is read anew.
    private mutating func rollBack() {
        revision = -1
        _ = try? connection.run("ROLLBACK")
    }

    // MARK: Writing

    private func isWorthWriting(_ changes: CloudChanges, of cloud: Cloud) -> Bool {
        !changes.isEmpty || cloud.faults != storedFaults
    }

    private mutating func write(_ changes: CloudChanges, of cloud: Cloud) throws(SQLiteError) {
        for key in changes.written { if let object = cloud.objects[key] { try write(object) } }
        for key in changes.removed {
            try connection.run(
                "DELETE FROM objects WHERE type = ? AND region = ? AND id = ?",
                [.text(key.type), .text(key.region), .text(key.id)])
        }
        for event in changes.newEvents {
            try connection.run(
                "INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    .integer(event.sequence), .integer(event.at.milliseconds), .text(event.name),
                    .text(event.key.type), .text(event.key.region), .text(event.key.id),
                    .text(ObjectCoding.text(of: event.argument)),
                ])
        }
        for sequence in changes.endedEvents {
            try connection.run("DELETE FROM events WHERE sequence = ?", [.integer(sequence)])
        }
        for (name, record) in changes.newTokens {
            try connection.run(
                "INSERT OR REPLACE INTO tokens VALUES (?, ?, ?)",
                [.text(name), .text(record.inputDigest), .text(ObjectCoding.text(of: record.output))])
        }
        if cloud.faults != storedFaults {
            try setMeta("faults", JSON.text(of: FaultsCoding.value(of: cloud.faults)))
            storedFaults = cloud.faults
        }
        revision += 1
        try setMeta("revision", String(revision))
        try setMeta("now", String(cloud.now.milliseconds))
        try setMeta("sequence", String(cloud.sequence))
    }

    private mutating func write(_ object: CloudObject) throws(SQLiteError) {
        try connection.run(
            "INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .text(object.key.type), .text(object.region), .text(object.id), .integer(object.sequence),
                .text(object.status), .text(ObjectCoding.text(of: object.attributes)),
                .text(ObjectCoding.text(of: object.hidden)),
                .text(JSON.text(of: ObjectCoding.tags(object.tags))),
                .integer(object.createdAt.milliseconds), .integer(object.visibleAt.milliseconds),
            ])
    }

    // MARK: Reading

    private mutating func load(account: String, orAt start: Instant) throws(SQLiteError) -> Cloud {
        do {
            let objects = try connection.run("SELECT * FROM objects").map(Self.object)
            let events = try connection.run("SELECT * FROM events").map(Self.event)
            var tokens: [String: TokenRecord] = [:]
            for row in try connection.run("SELECT * FROM tokens") {
                tokens[row[0].text ?? ""] = TokenRecord(
                    inputDigest: row[1].text ?? "", output: try ObjectCoding.value(from: row[2].text ?? "null"))
            }
            if let text = try meta("faults") { storedFaults = FaultsCoding.faults(from: try JSON.value(from: text)) }
            let now = try meta("now").flatMap { Int($0) }.map(Instant.init) ?? start
            return Cloud(
                account: account, now: now, sequence: Int(try meta("sequence") ?? "0") ?? 0, objects: objects,
                events: events, tokens: tokens, faults: storedFaults, guest: guest)
        } catch let error as SQLiteError {
            throw error
        } catch {
            throw SQLiteError(code: 11, message: "its content can't be read: \(error)", path: connection.path)
        }
    }

    private static func object(_ row: [SQLValue]) throws(Diagnostic) -> CloudObject {
        CloudObject(
            CloudObject.Key(row[0].text ?? "", row[1].text ?? "", row[2].text ?? ""), status: row[4].text ?? "",
            attributes: try ObjectCoding.value(from: row[5].text ?? "null"),
            hidden: try ObjectCoding.value(from: row[6].text ?? "null"),
            tags: ObjectCoding.tags(try JSON.value(from: row[7].text ?? "{}")),
            createdAt: Instant(milliseconds: row[8].integer ?? 0),
            visibleAt: Instant(milliseconds: row[9].integer ?? 0), sequence: row[3].integer ?? 0)
    }

    private static func event(_ row: [SQLValue]) throws(Diagnostic) -> ScheduledEvent {
        ScheduledEvent(
            at: Instant(milliseconds: row[1].integer ?? 0), sequence: row[0].integer ?? 0, name: row[2].text ?? "",
            key: CloudObject.Key(row[3].text ?? "", row[4].text ?? "", row[5].text ?? ""),
            argument: try ObjectCoding.value(from: row[6].text ?? "null"))
    }
}
