import Synchronization

/// Counts what was called and what came of it.
public final class CallLedger: Sendable {
    /// One operation of one service.
    public struct Entry: Sendable, Hashable {
        public internal(set) var calls = 0
        /// How often it was refused, by code.
        public internal(set) var refusals: [String: Int] = [:]
        /// Whether it is one that we answer.
        public internal(set) var isKnown = true
    }

    private let entries = Mutex<[String: Entry]>([:])

    public init() {}

    /// By `service.Operation`, sorted.
    public var all: [(name: String, entry: Entry)] {
        entries.withLock { $0.sorted { $0.key < $1.key }.map { (name: $0.key, entry: $0.value) } }
    }

    /// Counts a call.
    public func note(_ name: String, refusal: String? = nil, isKnown: Bool = true) {
        entries.withLock { entries in
            // Nobody can have us remember without end what they invent.
            guard entries[name] != nil || entries.count < 2000 else { return }
            entries[name, default: Entry()].calls += 1
            entries[name, default: Entry()].isKnown = isKnown
            if let refusal { entries[name, default: Entry()].refusals[refusal, default: 0] += 1 }
        }
    }
}
