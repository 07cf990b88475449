/// Ready steps, the most urgent first; of two alike the one that stands earlier in the plan.
struct StepQueue: Sendable {
    private var heap: [(urgency: Int, step: Int)] = []

    var isEmpty: Bool { heap.isEmpty }

    mutating func push(_ step: Int, urgency: Int) {
        heap.append((urgency, step))
        var child = heap.count - 1
        while child > 0, isBefore(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop() -> Int? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var best = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(child, best) {
                best = child
            }
            if best == parent { return first.step }
            heap.swapAt(parent, best)
            parent = best
        }
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (-heap[left].urgency, heap[left].step) < (-heap[right].urgency, heap[right].step)
    }
}
