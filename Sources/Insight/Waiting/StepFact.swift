public import Values

/// What the journal says of a step.
public struct StepFact: Sendable, Hashable {
    public var run: String
    public var began: Instant
    /// Nil when it was begun and has no outcome.
    public var ended: Instant?
    /// The failure's code, message and hint; nil when it did not fail.
    public var failure: Failure?

    public struct Failure: Sendable, Hashable {
        public var code: String
        public var message: String
        public var hint: String

        public init(code: String, message: String, hint: String) {
            self.code = code
            self.message = message
            self.hint = hint
        }
    }

    public init(run: String, began: Instant, ended: Instant? = nil, failure: Failure? = nil) {
        self.run = run
        self.began = began
        self.ended = ended
        self.failure = failure
    }
}
