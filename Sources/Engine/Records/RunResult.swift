/// How a run ended.
public enum RunResult: String, Sendable, Hashable, CaseIterable {
    /// Every step is done.
    case converged
    /// A step failed, and what depends on it did not begin.
    case failed
    /// The user stopped it; the next run goes on.
    case cancelled
}
