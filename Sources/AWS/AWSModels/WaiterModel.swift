public import Values

/// What is called, how often, and which answers end the waiting.
public struct WaiterModel: Sendable, Hashable {
    /// What an answer is compared with, and what it means when it matches; the first that does decides.
    public struct Acceptor: Sendable, Hashable {
        /// What of an answer is looked at.
        public enum Matcher: String, Sendable { case path, pathAll, pathAny, status, error }
        /// What a match means.
        public enum State: String, Sendable { case success, failure, retry }

        public let matcher: Matcher
        public let state: State
        /// The JMESPath of the path matchers.
        public let argument: String
        /// The value to be found; for `error` a code, or whether there is any error at all.
        public let expected: Value
    }

    public let name: String
    public let operation: String
    /// Between two attempts.
    public let delay: TimeSpan
    public let maximumAttempts: Int
    public let acceptors: [Acceptor]

    init?(name: String, _ definition: Value) {
        guard let operation = definition.text("operation"), let delay = definition.number("delay"),
            let attempts = definition.number("maxAttempts")
        else { return nil }
        var acceptors: [Acceptor] = []
        for one in (definition["acceptors"] ?? []).elements {
            guard let matcher = one.text("matcher").flatMap(Acceptor.Matcher.init),
                let state = one.text("state").flatMap(Acceptor.State.init), let expected = one["expected"]
            else { return nil }
            acceptors.append(
                Acceptor(
                    matcher: matcher, state: state, argument: one.text("argument") ?? "", expected: expected))
        }
        self.name = name
        self.operation = operation
        self.delay = TimeSpan(milliseconds: delay * 1000)
        maximumAttempts = attempts
        self.acceptors = acceptors
    }
}
