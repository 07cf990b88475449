@preconcurrency import Dispatch
import Glibc
import Synchronization

/// The first interrupt asks to stop; the second leaves at once, which is safe since every intent is journaled. Ctrl-Z
/// stops the program with the terminal in order.
final class SignalWatch: Sendable {
    private struct State {
        var count = 0
        var hasEnded = false
        var waiter: CheckedContinuation<Bool, Never>?
    }

    private static let stopping = [SIGINT, SIGTERM]

    private let state = Mutex(State())
    private let sources: [any DispatchSourceSignal]
    private let watcher: RunWatcher

    init(_ watcher: RunWatcher) {
        self.watcher = watcher
        sources = (Self.stopping + [SIGTSTP]).map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "signals"))
        }
        for (number, source) in zip(Self.stopping + [SIGTSTP], sources) {
            source.setEventHandler { [weak self] in
                if number == SIGTSTP { self?.pause() } else { self?.received() }
            }
            source.resume()
        }
    }

    private func received() {
        let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            state.count += 1
            if state.count > 1 { leave() }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: true)
    }

    /// Ends the process without waiting for anything: records are durable when `append` returns, and a call without an
    /// outcome in the journal is settled by the next run.
    private func leave() -> Never {
        watcher.end()
        watcher.left()
        _exit(130)
    }

    private func pause() {
        watcher.suspend()
        kill(getpid(), SIGSTOP)
        watcher.resume()
    }

    /// Waits until the user asks to stop; false when the task is cancelled first.
    func asked() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> Bool? in
                    if state.count > 0 { return true }
                    if state.hasEnded || Task.isCancelled { return false }
                    state.waiter = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            end()
        }
    }

    /// Gives the signals back to their usual meaning.
    func end() {
        let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.hasEnded else { return nil }
            state.hasEnded = true
            for number in Self.stopping + [SIGTSTP] { signal(number, SIG_DFL) }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: false)
    }
}
