public import Values

/// Scheduled events as a binary heap by moment, then by sequence.
public struct EventQueue: Sendable {
    private var heap: [ScheduledEvent] = []

    public init() {}

    /// The moment of the earliest event.
    public var nextMoment: Instant? { heap.first?.at }
    public var all: [ScheduledEvent] { heap.sorted { Self.isBefore($0, $1) } }

    mutating func push(_ event: ScheduledEvent) {
        heap.append(event)
        var child = heap.count - 1
        while child > 0, Self.isBefore(heap[child], heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popDue(at moment: Instant) -> ScheduledEvent? {
        guard let first = heap.first, first.at <= moment else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && Self.isBefore(heap[child], heap[least]) { least = child }
            if least == parent { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    private static func isBefore(_ left: ScheduledEvent, _ right: ScheduledEvent) -> Bool {
        (left.at.milliseconds, left.sequence) < (right.at.milliseconds, right.sequence)
    }
}
