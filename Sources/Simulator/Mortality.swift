import Synchronization

/// Our own death at a chosen point: the journal and the cloud are sealed, and everything that goes on throws.
///
/// Sealing first keeps a dead process from writing; throwing ends its task tree, so that nothing leaks.
public final class Mortality: Sendable {
    /// Where death comes.
    public enum Point: Sendable, Hashable, CustomStringConvertible {
        case never
        /// Before the n-th journal record is durable; counted from 1.
        case beforeRecord(Int)
        /// After the n-th journal record is durable, before anything behind it.
        case afterRecord(Int)
        /// Before the n-th AWS call.
        case beforeCall(Int)
        /// After the n-th AWS call took effect, before its answer.
        case afterCall(Int)

        public var description: String {
            switch self {
            case .never: "never"
            case .beforeRecord(let count): "before journal record \(count)"
            case .afterRecord(let count): "after journal record \(count)"
            case .beforeCall(let count): "before AWS call \(count)"
            case .afterCall(let count): "after AWS call \(count) took effect, before its answer"
            }
        }
    }

    private struct State {
        var records = 0
        var calls = 0
        var isDead = false
    }

    private let point: Point
    private let state = Mutex(State())

    public init(_ point: Point) { self.point = point }

    public var isDead: Bool { state.withLock { $0.isDead } }
    public var records: Int { state.withLock { $0.records } }
    public var calls: Int { state.withLock { $0.calls } }

    /// Counts a record about to be written; false when we die before it.
    func mayWriteRecord() -> Bool {
        state.withLock { state in
            guard !state.isDead else { return false }
            state.records += 1
            if point == .beforeRecord(state.records) { state.isDead = true }
            return !state.isDead
        }
    }

    /// Told that the record counted last is durable.
    func didWriteRecord() {
        state.withLock { state in if point == .afterRecord(state.records) { state.isDead = true } }
    }

    /// Counts a call about to be made and gives its number; nil when we die before it.
    func mayCall() -> Int? {
        state.withLock { state in
            guard !state.isDead else { return nil }
            state.calls += 1
            if point == .beforeCall(state.calls) { state.isDead = true }
            return state.isDead ? nil : state.calls
        }
    }

    /// Told that a call took effect; false when we die before its answer.
    func didCall(_ number: Int) -> Bool {
        state.withLock { state in
            if point == .afterCall(number) { state.isDead = true }
            return !state.isDead
        }
    }
}
