@preconcurrency import Dispatch
import Glibc
import Synchronization

/// Waits for SIGINT or SIGTERM, which then end nothing by themselves.
final class StopSignal: Sendable {
    private struct State {
        var isAsked = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let sources: [any DispatchSourceSignal]

    init() {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "stop"))
        }
        for source in sources {
            source.setEventHandler { [weak self] in self?.ask() }
            source.resume()
        }
    }

    private func ask() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.isAsked = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isAsked = state.withLock { state in
                if !state.isAsked { state.waiter = continuation }
                return state.isAsked
            }
            if isAsked { continuation.resume() }
        }
    }
}
