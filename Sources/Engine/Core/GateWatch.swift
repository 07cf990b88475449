import Planning
import Resources
import Values

/// Watches one gate from the moment at which its stage's steps are done.
struct GateWatch: Sendable {
    enum Verdict: Sendable, Hashable {
        /// It has held for its window.
        case passed
        /// It was broken, or did not hold in time.
        case failed
        /// Look again now.
        case measure
        /// Nothing to do before this moment; nil while a measurement is under way.
        case wait(until: Instant?)
    }

    let gate: Gate
    let began: Instant
    private var heldSince: Instant?
    private var nextLook: Instant
    private var isMeasuring = false
    /// Measurements in a row that had samples enough and broke a bound that does not mend itself.
    private var breaches = 0
    /// The last readings in words.
    private(set) var measured = ""

    /// How long after a measurement the next one follows; CloudWatch has a point a minute.
    private static let interval = TimeSpan.seconds(20)

    /// - Parameters:
    ///   - limit: how long its stage may still take.
    ///   - patience: how many times as long as the gate says it may take.
    init(_ gate: Gate, at now: Instant, atMost limit: TimeSpan?, patience: Int) {
        var gate = gate
        gate.timeLimit = gate.timeLimit * patience
        if let limit { gate.timeLimit = min(gate.timeLimit, limit) }
        self.gate = gate
        began = now
        nextLook = now
        if gate.measurements.isEmpty { heldSince = now }
    }

    /// Whether it waits for an answer.
    var isBusy: Bool { isMeasuring }
    /// Since when readings count: what came before the stage says nothing of it, and metrics come minutes late. What need
    /// not hold for a while may have been so at any moment of it.
    func since(_ now: Instant) -> Instant {
        gate.window == .zero
            ? began
            : max(began, Instant(milliseconds: now.milliseconds - gate.window.milliseconds - 180_000))
    }

    mutating func verdict(_ now: Instant) -> Verdict {
        if isMeasuring { return .wait(until: nil) }
        if let heldSince, now - heldSince >= gate.window { return .passed }
        if gate.measurements.isEmpty { return .wait(until: began + gate.window) }
        if breaches >= 2 || now - began >= gate.timeLimit { return .failed }
        guard now >= nextLook else { return .wait(until: nextLook) }
        isMeasuring = true
        return .measure
    }

    /// Takes the answers, in the order of the gate's measurements.
    /// - Returns: whether the gate turned from holding to not holding or back.
    mutating func take(_ readings: [Reading], at now: Instant, acceptsNoTraffic: Bool) -> Bool {
        isMeasuring = false
        nextLook = now + Self.interval
        var holds = true
        var isBroken = false
        var texts: [String] = []
        for (measurement, reading) in zip(gate.measurements, readings) {
            let isSilent = reading.samples < measurement.minimumSamples || reading.value == nil
            let isMet = reading.value.map { measurement.isMet(by: $0) } ?? false
            let isExcused = isSilent && reading.problem.isEmpty && acceptsNoTraffic && measurement.gauge.needsTraffic
            if isSilent ? !isExcused : !isMet { holds = false }
            if reading.isFinal || !isSilent && !isMet && !measurement.gauge.mendsItself { isBroken = true }
            texts.append(Self.text(measurement, reading, isSilent: isSilent))
        }
        let didHold = heldSince != nil
        heldSince = holds ? heldSince ?? now : nil
        breaches = isBroken ? breaches + 1 : 0
        let isFirst = measured.isEmpty
        measured = texts.joined(separator: "; ")
        return isFirst || didHold != holds
    }

    private static func text(_ measurement: Measurement, _ reading: Reading, isSilent: Bool) -> String {
        let what = "\(measurement.gauge.words) of \(measurement.region)/\(measurement.name)"
        guard let value = reading.value else {
            return reading.problem.isEmpty ? "\(what): nothing measured yet" : "\(what): \(reading.problem)"
        }
        let samples = measurement.gauge.needsTraffic ? " of \(reading.samples)" : ""
        let few = isSilent ? ", too few to tell (\(measurement.minimumSamples) are needed)" : ""
        return "\(what) \(measurement.gauge.shown(value))\(samples)\(few)"
    }
}
