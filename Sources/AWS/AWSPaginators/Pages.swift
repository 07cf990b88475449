public import CloudCalls
public import Values

/// An operation's answers, one after the other.
public struct Pages: AsyncSequence, Sendable {
    public typealias Element = Value
    public typealias Failure = AWSError

    let paginator: Paginator
    let calls: any AWSCalls
    let first: AWSRequest
    let time: any TimeSource

    public func makeAsyncIterator() -> Iterator {
        Iterator(
            paginator: paginator, calls: calls, time: time, wait: first.deadline - time.now(), request: first)
    }

    public struct Iterator: AsyncIteratorProtocol {
        let paginator: Paginator
        let calls: any AWSCalls
        let time: any TimeSource
        /// How long each page may take, which is what the first one was given.
        let wait: TimeSpan
        var request: AWSRequest?

        /// The next page; nil after the last.
        /// - Throws: the call's error, or `Client.Cancelled` when the task was cancelled before a page was asked for.
        public mutating func next() async throws(AWSError) -> Value? {
            guard let request else { return nil }
            guard !Task.isCancelled else {
                throw AWSError("Client.Cancelled", "the pages of \(request.operation) are no longer wanted")
            }
            self.request = nil
            let page = try await calls.call(request)
            if let input = try paginator.nextInput(after: page, to: request.input) {
                self.request = request.changing(input: input, deadline: time.now() + wait)
            }
            return page
        }
    }
}
