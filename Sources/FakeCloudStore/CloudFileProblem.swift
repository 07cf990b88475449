import Locks
import SQLite

/// Why the fake cloud's file can't be used.
public enum CloudFileProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// `message` says what is wrong with which file, `hint` what to do next.
    case unusable(message: String, hint: String)
    case otherAccount(path: String, owner: String, wanted: String)

    /// What SQLite said, in our words.
    init(_ error: SQLiteError) {
        let file = "The fake cloud's file \(error.path)"
        let other = "name another with --cloud FILE"
        self =
            switch error.cause {
            case .full: Self.full(error.path)
            case .readOnly: .unusable(message: "\(file) can't be written.", hint: Self.makeWritable)
            case .cannotOpen:
                .unusable(message: "\(file) can't be opened: \(error.message).", hint: Self.makeWritable)
            case .corrupt, .notADatabase:
                .unusable(
                    message: "\(file) is damaged: \(error.message).",
                    hint: "Put back a copy of it, or \(other): it is the cloud itself, and no apply can mend it.")
            case .ioError:
                .unusable(
                    message: "The disk refused the fake cloud's file \(error.path): \(error.message).",
                    hint: "Check the disk and its free space, then run the same command again.")
            case .busy, .constraint, .other:
                .unusable(message: "\(file) can't be used: \(error.message).", hint: "Try again, or \(other).")
            }
    }

    init(_ error: LockError) {
        self =
            error.isDiskFull
            ? Self.full(error.path)
            : .unusable(
                message: "The fake cloud's lock file \(error.path) can't be opened: \(error.message).",
                hint: Self.makeWritable)
    }

    private static let makeWritable =
        "Check that the folder exists and that it and the file are writable, or name another with --cloud FILE."

    private static func full(_ path: String) -> CloudFileProblem {
        .unusable(
            message: "The disk with the fake cloud's file \(path) is full.",
            hint: "Free some space and run the same command again: nothing is lost.")
    }

    /// What is wrong.
    public var message: String {
        switch self {
        case .unusable(let message, _): message
        case .otherAccount(let path, let owner, let wanted):
            "The fake cloud's file \(path) is account \(owner), and the spec names \(wanted)."
        }
    }

    /// What to do next.
    public var hint: String {
        switch self {
        case .unusable(_, let hint): hint
        case .otherAccount: "Name another file with --cloud FILE."
        }
    }

    public var description: String { "\(message) \(hint)" }
}
