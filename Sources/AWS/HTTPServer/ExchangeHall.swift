import HTTPMessages
import Synchronization

/// The requests that a server has under way.
final class ExchangeHall: Sendable {
    private struct State {
        var isClosed = false
        var underWay = 0
        var waiter: CheckedContinuation<Void, Never>?
    }

    let scheme: String
    let handler: HTTPServer.Handler
    private let state = Mutex(State())

    init(scheme: String, handler: @escaping HTTPServer.Handler) {
        self.scheme = scheme
        self.handler = handler
    }

    /// Counts an answer that is to be made; false when none is begun any more.
    func enter() -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.underWay += 1
            return true
        }
    }

    /// The answer is sent, or nobody is there to take it.
    func leave() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.underWay -= 1
            guard state.underWay == 0 else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Begins nothing more, and waits for what is under way.
    func close() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                state.isClosed = true
                guard state.underWay > 0, state.waiter == nil else { return true }
                state.waiter = continuation
                return false
            }
            if isEmpty { continuation.resume() }
        }
    }
}
