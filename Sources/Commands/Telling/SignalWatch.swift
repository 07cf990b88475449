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

    private static let watched = [SIGINT, SIGTERM, SIGTSTP, SIGCONT]

    private let state = Mutex(State())
    private let sources: [any DispatchSourceSignal]
    private let watcher: RunWatcher

    init(_ watcher: RunWatcher) {
        self.watcher = watcher
        sources = Self.watched.map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "signals"))
        }
        for (number, source) in zip(Self.watched, sources) {
            source.setEventHandler { [weak self] in self?.received(number) }
            source.resume()
        }
    }

    private func received(_ number: Int32) {
        switch number {
        case SIGTSTP:
            watcher.suspend()
            // Threads may run on for a moment behind this, so drawing goes on only when SIGCONT says so.
            kill(getpid(), SIGSTOP)
        case SIGCONT: watcher.resume()
        default: interrupted()
        }
    }

    private func interrupted() {
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
            for number in Self.watched { signal(number, SIG_DFL) }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: false)
    }
}
