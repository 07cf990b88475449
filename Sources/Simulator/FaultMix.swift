/// How much goes wrong in a rehearsal; what exactly is drawn from its seed, the probabilities too.
public enum FaultMix: String, Sendable, Hashable, CaseIterable {
    case none, light, heavy

    /// Deaths of ours at a call or a journal record.
    var deaths: ClosedRange<Int> {
        switch self {
        case .none: 0...0
        case .light: 0...1
        case .heavy: 1...3
        }
    }

    /// Thousandths of calls that fail, are throttled or lose their answer; one is drawn.
    var thousandths: [Int] {
        switch self {
        case .none: [0]
        case .light: [0, 2, 5]
        case .heavy: [0, 0, 10, 40]
        }
    }

    /// Thousandths of deaths behind which the state file is gone, too.
    var lostStates: Int { self == .heavy ? 60 : 0 }
    /// Thousandths of runs whose new release answers a part of the requests with errors.
    var badReleases: Int { self == .heavy ? 100 : 0 }
}
