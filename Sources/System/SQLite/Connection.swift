internal import CSQLite

/// A connection to a SQLite database, with its prepared statements; it owns the handles and closes them once.
///
/// It is not `Sendable`: whoever shares it puts it behind a `Mutex`.
public struct Connection: ~Copyable {
    private let handle: OpaquePointer
    public let path: String
    private var statements: [String: OpaquePointer] = [:]

    /// Opens or creates the file; `:memory:` for none.
    /// - Parameter busyTimeout: how long to wait for other processes' locks, in milliseconds.
    /// - Throws: `SQLiteError`.
    public init(path: String, busyTimeout: Int = 10_000) throws(SQLiteError) {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(
            path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            let extended = opened.map { Int(sqlite3_extended_errcode($0)) } ?? Int(code)
            sqlite3_close(opened)
            throw SQLiteError(code: extended, message: message, path: path)
        }
        sqlite3_busy_timeout(opened, Int32(busyTimeout))
        handle = opened
        self.path = path
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close(handle)
    }

    /// Runs one statement and gives its rows.
    @discardableResult
    public mutating func run(_ sql: String, _ values: [SQLValue] = []) throws(SQLiteError) -> [[SQLValue]] {
        let statement = try prepared(sql)
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        for (index, value) in values.enumerated() { try bind(value, to: statement, at: Int32(index + 1)) }
        var rows: [[SQLValue]] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: rows.append(row(of: statement))
            case SQLITE_DONE: return rows
            default: throw failure()
            }
        }
    }

    /// Runs several statements without values, as in a schema.
    public mutating func script(_ sql: String) throws(SQLiteError) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
    }

    /// Runs `body` in a transaction that takes the write lock at once; it is rolled back when the body throws.
    public mutating func transaction<Output>(
        _ body: (inout Connection) throws(SQLiteError) -> Output
    ) throws(SQLiteError) -> Output {
        try run("BEGIN IMMEDIATE")
        do throws(SQLiteError) {
            let output = try body(&self)
            try run("COMMIT")
            return output
        } catch {
            // A full disk may have rolled it back already.
            if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
            throw error
        }
    }

    /// Switches the file to the write-ahead log.
    ///
    /// SQLite does not wait where two processes do so to a new file at once, so this does.
    public mutating func useWriteAheadLog() throws(SQLiteError) {
        for _ in 0..<500 {
            do throws(SQLiteError) {
                try run("PRAGMA journal_mode = WAL")
                return
            } catch {
                guard error.cause == .busy else { throw error }
                sqlite3_sleep(20)
            }
        }
        try run("PRAGMA journal_mode = WAL")
    }

    /// Copies the database to another file by SQLite's backup API.
    public mutating func backUp(to target: String) throws(SQLiteError) {
        let copy = try Connection(path: target)
        guard let backup = sqlite3_backup_init(copy.handle, "main", handle, "main") else { throw copy.failure() }
        let code = sqlite3_backup_step(backup, -1)
        sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE else {
            throw SQLiteError(code: Int(code), message: String(cString: sqlite3_errstr(code)), path: target)
        }
    }

    private mutating func prepared(_ sql: String) throws(SQLiteError) -> OpaquePointer {
        if let statement = statements[sql] { return statement }
        var statement: OpaquePointer?
        guard sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil) == SQLITE_OK,
            let statement
        else { throw failure() }
        statements[sql] = statement
        return statement
    }

    private func bind(_ value: SQLValue, to statement: OpaquePointer, at index: Int32) throws(SQLiteError) {
        var text: String
        let code: Int32
        switch value {
        case .null: code = sqlite3_bind_null(statement, index)
        case .integer(let number): code = sqlite3_bind_int64(statement, index, Int64(number))
        case .text(let string):
            text = string
            code = text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    // An empty text has no address, which SQLite would take for NULL.
                    $0.isEmpty
                        ? reconcile_bind_text(statement, index, "", 0)
                        : reconcile_bind_text(statement, index, $0.baseAddress, Int32($0.count))
                }
            }
        }
        guard code == SQLITE_OK else { throw failure() }
    }

    private func row(of statement: OpaquePointer) -> [SQLValue] {
        (0..<sqlite3_column_count(statement)).map { column in
            switch sqlite3_column_type(statement, column) {
            case SQLITE_INTEGER: return .integer(Int(sqlite3_column_int64(statement, column)))
            case SQLITE_NULL: return .null
            default:
                guard let bytes = sqlite3_column_text(statement, column) else { return .null }
                let count = Int(sqlite3_column_bytes(statement, column))
                return .text(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
            }
        }
    }

    private func failure() -> SQLiteError {
        SQLiteError(
            code: Int(sqlite3_extended_errcode(handle)), message: String(cString: sqlite3_errmsg(handle)), path: path)
    }
}
