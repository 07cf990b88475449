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

    /// The gate that did not hold.
    public struct FailedGate: Sendable, Hashable {
        public var stage: String
        /// What had to hold.
        public var condition: String
        public var measured: String
    }

    public var result: RunResult
    public var done: Int
    /// Steps that did not begin or did not end.
    public var left: Int
    public var rootCauses: [RootCause]
    public var failedGate: FailedGate?
    /// The stage that waits for somebody's approval.
    public var awaited: String?
    public var began: Instant
    public var ended: Instant

    public init(
        result: RunResult, done: Int, left: Int, rootCauses: [RootCause], failedGate: FailedGate? = nil,
        awaited: String? = nil, began: Instant, ended: Instant
    ) {
        self.result = result
        self.done = done
        self.left = left
        self.rootCauses = rootCauses
        self.failedGate = failedGate
        self.awaited = awaited
        self.began = began
        self.ended = ended
    }
}
