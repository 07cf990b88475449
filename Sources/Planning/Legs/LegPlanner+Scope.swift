public import Resources

extension LegPlanner {
    /// What a leg may touch.
    public enum Scope: Sendable, Hashable {
        case everything
        /// Everything goes; what is protected needs the user's word, and nothing is kept.
        case destruction
        /// Nothing that exists goes: the old and the new stand side by side. What is frozen is about to leave and stays
        /// as it is, there or not.
        case additions(frozen: Set<Address>)
        /// Back from what an earlier leg did: of what isn't wanted, only this goes. What is frozen stays as it is, and nothing is
        /// replaced to be another than it was all the while.
        case undoing(made: Set<Address>, frozen: Set<Address>)
        /// Nothing but these, whether they come, change or go; what holds data is kept.
        case only(Set<Address>)
        /// Only changes of what exists and what a later graph wants just the same.
        case onlyChanges(stableIn: ResourceGraph)

        public var frozen: Set<Address> {
            switch self {
            case .additions(let frozen), .undoing(_, let frozen): frozen
            case .everything, .destruction, .only, .onlyChanges: []
            }
        }

        var makes: Bool {
            switch self {
            case .everything, .additions, .undoing, .only: true
            case .destruction, .onlyChanges: false
            }
        }
    }
}
