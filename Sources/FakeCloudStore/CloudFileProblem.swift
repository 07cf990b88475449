/// Why the fake cloud's file can't be used.
public enum CloudFileProblem: Error, Sendable, Hashable, CustomStringConvertible {
    case unusable(path: String, reason: String)
    case otherAccount(path: String, owner: String, wanted: String)

    public var description: String {
        switch self {
        case .unusable(let path, let reason):
            "The fake cloud's file \(path) can't be used: \(reason). Name another with --cloud FILE."
        case .otherAccount(let path, let owner, let wanted):
            "The fake cloud's file \(path) is account \(owner), and the spec names \(wanted). "
                + "Name another file with --cloud FILE."
        }
    }
}
