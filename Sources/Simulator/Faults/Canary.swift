/// A bug that is planted on purpose, to see that rehearsals find it.
public enum Canary: String, Sendable, Hashable, CaseIterable {
    /// Each security group is made a second time, without its token.
    case twice
    /// No intent reaches the journal.
    case intents
    /// What holds data is deleted.
    case data
    /// The database's password is told in an outcome's reason.
    case secret
    /// A load balancer's listener is deleted while people use it.
    case outage

    /// The invariant that it breaks.
    public var breaks: Invariant {
        switch self {
        case .twice: .oneOfEverything
        case .intents: .intentFirst
        case .data: .dataStays
        case .secret: .secrets
        case .outage: .served
        }
    }
}
