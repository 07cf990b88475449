import Values

/// Steps that wait to be looked at again, by moment, then by position.
struct PollQueue: Sendable {
    private var heap: [(at: Int, step: Int)] = []

    var next: Instant? { heap.first.map { Instant(milliseconds: $0.at) } }
    var isEmpty: Bool { heap.isEmpty }

    mutating func push(_ step: Int, at moment: Instant) {
        heap.append((moment.milliseconds, step))
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popDue(at now: Instant) -> Int? {
        guard let first = heap.first, first.at <= now.milliseconds else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var best = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] < heap[best] {
                best = child
            }
            if best == parent { return first.step }
            heap.swapAt(parent, best)
            parent = best
        }
    }
}
