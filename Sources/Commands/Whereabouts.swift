import Blueprints
import Specs
import Synchronization

/// Where a platform's writer stands, and which regions that were given up don't answer, as a command learns of it: first
/// from state, then from the account, whose word counts unless it is older.
final class Whereabouts: Sendable {
    private struct Known {
        var writer: Writer?
        var gone: Set<String> = []
        /// The spec with the regions that it leaves, and with all in which there is something; nil as long as nobody has
        /// looked.
        var before, whole: Spec?
    }

    private let known = Mutex(Known())

    var writer: Writer? { known.withLock { $0.writer } }
    var gone: Set<String> { known.withLock { $0.gone } }
    var before: Spec? { known.withLock { $0.before } }
    var whole: Spec? { known.withLock { $0.whole } }

    func learn(_ writer: Writer) {
        known.withLock { known in
            if writer.term >= known.writer?.term ?? 0 { known.writer = writer }
        }
    }

    func learn(before: Spec, whole: Spec) { known.withLock { ($0.before, $0.whole) = (before, whole) } }

    /// - Returns: whether that is news.
    func learn(gone region: String) -> Bool { known.withLock { $0.gone.insert(region).inserted } }
}
