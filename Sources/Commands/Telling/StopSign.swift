@preconcurrency import Dispatch
import Glibc
import Synchronization

/// Hears the signals that ask a loop to end; a run inside of it hears them by itself, and gives them back to their usual
/// meaning, so they are taken again after each. They come by a pipe, since a dispatch source of a signal is deaf once
/// another one of the same signal has gone.
final class StopSign: Sendable {
    private struct State {
        var isAsked = false
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var next = 0
    }

    private static let watched = [SIGINT, SIGTERM]

    private let state = Mutex(State())
    private let source: any DispatchSourceRead

    init() {
        source = DispatchSource.makeReadSource(
            fileDescriptor: StopPipe.ends.reading, queue: DispatchQueue(label: "stop"))
        source.setEventHandler { [weak self] in
            StopPipe.drain()
            self?.ask()
        }
        source.resume()
        takeOver()
    }

    /// Takes the signals from whoever has given them back.
    func takeOver() { for number in Self.watched { signal(number) { _ in StopPipe.fill() } } }

    var isAsked: Bool { state.withLock { $0.isAsked } }

    private func ask() {
        let waiters = state.withLock { state in
            state.isAsked = true
            defer { state.waiters = [:] }
            return state.waiters.values.map { $0 }
        }
        waiters.forEach { $0.resume() }
    }

    /// Waits until somebody asks, or the task is cancelled.
    func wait() async {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isAsked || Task.isCancelled { return true }
                    state.waiters[number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
    }

    func end() {
        source.cancel()
        for number in Self.watched { signal(number, SIG_DFL) }
    }
}
