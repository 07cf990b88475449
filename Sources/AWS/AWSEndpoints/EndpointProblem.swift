/// Why there is no endpoint for some parameters.
public enum EndpointProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// AWS's rules refuse the parameters; the words are theirs.
    case refused(String)
    /// No rule applies.
    case noRule
    /// The rules are not what rules are; a defect of the file.
    case malformed(String)
    /// The rules give what is no address of ours.
    case noAddress(String)

    public var description: String {
        switch self {
        case .refused(let words): words
        case .noRule: "AWS's rules give no endpoint for these parameters"
        case .malformed(let what): "the endpoint rules are damaged: \(what)"
        case .noAddress(let url): "the endpoint `\(url)` is no http or https address"
        }
    }
}
