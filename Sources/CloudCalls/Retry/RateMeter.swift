/// How many answers come in a second, smoothed over half-second steps.
struct RateMeter: Equatable, Sendable {
    private static let step = 0.5
    private static let smoothing = 0.8
    private var lastStep: Double
    private var count = 0.0
    private(set) var rate = 0.0

    init(at seconds: Double) { lastStep = seconds.rounded(.down) }

    mutating func record(at seconds: Double) -> Double {
        let step = (seconds / Self.step).rounded(.down) * Self.step
        count += 1
        if step > lastStep {
            rate = count / (step - lastStep) * Self.smoothing + rate * (1 - Self.smoothing)
            count = 0
            lastStep = step
        }
        return rate
    }
}
