import Locks
public import SQLite

/// Why the state can't be used, told so that a person can act.
public struct StateError: Error, Sendable, Hashable {
    /// A stable code such as `state.corrupt`.
    public let code: String
    public let message: String
    public let hint: String

    public init(_ code: String, _ message: String, hint: String) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// What SQLite said, in our words.
    public init(_ error: SQLiteError) {
        let path = error.path
        switch error.cause {
        case .full:
            self.init(
                "state.diskFull", "The disk with \(path) is full.",
                hint: "Free some space and run the same command again: nothing is lost.")
        case .readOnly:
            self.init(
                "state.readOnly", "The state \(path) can't be written.",
                hint: "Make the file and its folder writable, or name another with --state PATH.")
        case .corrupt, .notADatabase:
            self.init(
                "state.corrupt", "The state \(path) is damaged: \(error.message).",
                hint:
                    "Move it away, with \(path)-wal and \(path)-shm. Then put back the newest file of "
                    + "\(StateStore.backupFolder(of: path)), or run apply without: what carries the platform's tags is "
                    + "adopted.")
        case .cannotOpen:
            self.init(
                "state.cannotOpen", "The state \(path) can't be opened: \(error.message).",
                hint: "Check that the folder exists and is writable, or name another with --state PATH.")
        case .busy:
            self.init(
                "state.busy", "Another process holds \(path).", hint: "Wait for it, or see `reconcile status`.")
        case .ioError:
            self.init(
                "state.io", "The disk refused \(path): \(error.message).",
                hint: "Check the disk and its free space, then run the same command again.")
        case .constraint, .other:
            self.init("state.sqlite", "SQLite refused \(path): \(error.message).", hint: "Please report this.")
        }
    }

    init(_ error: LockError) {
        if error.isDiskFull {
            self.init(
                "state.diskFull", "The disk with \(error.path) is full.",
                hint: "Free some space and run the same command again: nothing is lost.")
        } else {
            self.init(
                error.isReadOnly ? "state.readOnly" : "state.cannotOpen",
                "The lock file \(error.path) can't be opened: \(error.message).",
                hint: "Check that the folder exists and is writable, or name another with --state PATH.")
        }
    }
}
