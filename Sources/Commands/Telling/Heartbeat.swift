@preconcurrency import Dispatch
import Synchronization

/// Says something where nothing was said for a while, so that a run without a terminal does not look hung.
final class Heartbeat: Sendable {
    private let hasSpoken = Mutex(false)
    private let timer: any DispatchSourceTimer

    /// - Parameters:
    ///   - interval: the silence after which it speaks.
    ///   - speak: says how the run goes.
    init(every interval: DispatchTimeInterval, speak: @escaping @Sendable () -> Void) {
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "heartbeat"))
        timer.schedule(deadline: .now() + interval, repeating: interval)
        timer.setEventHandler { [weak self] in
            guard let self else { return }
            let wasSilent = hasSpoken.withLock { hasSpoken in
                defer { hasSpoken = false }
                return !hasSpoken
            }
            if wasSilent { speak() }
        }
        timer.resume()
    }

    /// Something was said.
    func spoke() { hasSpoken.withLock { $0 = true } }

    func end() { timer.cancel() }
}
