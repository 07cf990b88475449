/// How a run ended.
public enum RunResult: String, Sendable, Hashable, CaseIterable {
    /// Every step is done.
    case converged
    /// A step failed, and what depends on it did not begin.
    case failed
    /// A gate failed; its stage was taken back, and users are served as before it.
    case rolledBack
    /// It stands before a stage that somebody must approve; nothing of that has begun.
    case awaitsApproval
    /// The user stopped it; the next run goes on.
    case cancelled
}
