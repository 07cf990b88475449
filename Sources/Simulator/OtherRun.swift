import Synchronization

/// A run that takes over while a life of ours stands still.
final class OtherRun: Sendable {
    /// How it fared.
    struct End: Sendable {
        let ending: Ending
        let isAnnounced: Bool
        let failedGate: String?
    }

    private let state = Mutex<End?>(nil)

    /// Nil where none came.
    var ended: End? { state.withLock { $0 } }

    func end(_ end: End) { state.withLock { $0 = end } }
}
