public import Providers
public import Resources
public import Values

/// How a run went.
public struct RunSummary: Sendable, Hashable {
    /// A root cause: a step that failed by itself.
    public struct RootCause: Sendable, Hashable {
        public var step: String
        public var address: Address
        public var failure: Failure

        public init(step: String, address: Address, failure: Failure) {
            self.step = step
            self.address = address
            self.failure = failure
        }
    }

    public var result: RunResult
    public var done: Int
    /// Steps that did not begin or did not end.
    public var left: Int
    public var rootCauses: [RootCause]
    public var began: Instant
    public var ended: Instant

    public init(
        result: RunResult, done: Int, left: Int, rootCauses: [RootCause], began: Instant, ended: Instant
    ) {
        self.result = result
        self.done = done
        self.left = left
        self.rootCauses = rootCauses
        self.began = began
        self.ended = ended
    }
}
