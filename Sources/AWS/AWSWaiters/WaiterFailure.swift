public import CloudCalls

/// Why waiting ended without what was waited for.
public enum WaiterFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// It can't come any more; with the error that told so, if one did.
    case ended(waiter: String, AWSError?)
    /// A call failed in a way that the waiter does not know.
    case refused(AWSError)
    case exhausted(waiter: String, attempts: Int)
    /// The task was cancelled.
    case cancelled

    public var description: String {
        switch self {
        case .ended(let waiter, let error):
            "what \(waiter) waits for can't come any more" + (error.map { ": \($0.code): \($0.message)" } ?? "")
        case .refused(let error): "\(error.code): \(error.message)"
        case .exhausted(let waiter, let attempts): "\(waiter) was not reached in \(attempts) attempts"
        case .cancelled: "waiting was cancelled"
        }
    }
}
