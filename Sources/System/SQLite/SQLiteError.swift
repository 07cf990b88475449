internal import CSQLite

/// What SQLite refused, by its primary result code.
///
/// Source: https://www.sqlite.org/rescode.html
public struct SQLiteError: Error, Hashable, Sendable {
    public enum Cause: Hashable, Sendable {
        case busy, full, readOnly, corrupt, notADatabase, cannotOpen, ioError, constraint, other
    }

    public let code: Int
    public let message: String
    public let path: String

    /// - Parameter code: SQLite's (extended) result code; 11 for content that can't be read.
    public init(code: Int, message: String, path: String) {
        self.code = code
        self.message = message
        self.path = path
    }

    public var cause: Cause {
        switch Int32(code & 0xff) {
        // SQLITE_IOERR_SHMSIZE: no room for the index of the log.
        case SQLITE_IOERR where code == 4874: .full
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_FULL: .full
        case SQLITE_READONLY, SQLITE_PERM: .readOnly
        case SQLITE_CORRUPT: .corrupt
        case SQLITE_NOTADB: .notADatabase
        case SQLITE_CANTOPEN: .cannotOpen
        case SQLITE_IOERR: .ioError
        case SQLITE_CONSTRAINT: .constraint
        default: .other
        }
    }
}
