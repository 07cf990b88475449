/// How one life of a rehearsal ended.
enum Ending: Sendable, Hashable {
    case converged
    /// The plan was empty.
    case nothingToDo
    /// - Parameters:
    ///   - why: what kind of reason it is, the same from run to run.
    ///   - detail: what exactly.
    case stopped(why: String, detail: String)

    static let ownDeath = "our own death"

    var words: String {
        switch self {
        case .converged: "converged"
        case .nothingToDo: "nothing to do"
        case .stopped(let why, let detail): detail.isEmpty ? why : "\(why): \(detail)"
        }
    }
}
