import Synchronization

/// Runs every job of a task tree on the calling thread, first in, first out; virtual time moves only when nothing
/// can run, so that ordinary async code takes the same course each time.
public final class DeterministicExecutor: TaskExecutor {
    private struct Jobs {
        var waiting: [UnownedJob] = []
        var head = 0
    }

    private let jobs = Mutex(Jobs())

    public init() {}

    public func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        jobs.withLock { $0.waiting.append(unowned) }
    }

    /// Runs `body` to its end; whenever nothing can run, `clock` jumps to its earliest sleeper.
    /// - Returns: nil when everything waits and no sleeper is left, which is a deadlock.
    public func run<Output: Sendable>(
        clock: VirtualClock, _ body: @escaping @Sendable () async -> Output
    ) -> Output? {
        let box = Box<Output>()
        let isDone = box.isDone
        let task = Task(executorPreference: self) {
            let value = await body()
            box.output.withLock { $0 = value }
            isDone.set()
        }
        repeat { runUntilIdle() } while !isDone.isSet && clock.advance()
        _ = task
        return box.output.withLock { $0 }
    }

    private func runUntilIdle() {
        while true {
            let job = jobs.withLock { jobs -> UnownedJob? in
                guard jobs.head < jobs.waiting.count else {
                    jobs.waiting.removeAll(keepingCapacity: true)
                    jobs.head = 0
                    return nil
                }
                jobs.head += 1
                return jobs.waiting[jobs.head - 1]
            }
            guard let job else { return }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    private final class Box<Output: Sendable>: Sendable {
        let output = Mutex<Output?>(nil)
        let isDone = Flag()
    }

    /// Asked whenever nothing can run; it depends on no type, so that asking looks for none.
    private final class Flag: Sendable {
        private let value = Atomic(false)

        var isSet: Bool { value.load(ordering: .acquiring) }
        func set() { value.store(true, ordering: .releasing) }
    }
}
