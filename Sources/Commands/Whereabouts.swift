import Blueprints
import Migrations
import Synchronization

/// Where a platform's writer stands, what its spec wants there, and which regions that were given up don't answer, as a
/// command learns of it: first from state, then from the account, whose word counts unless it is older.
final class Whereabouts: Sendable {
    private struct Known {
        var writer: Writer?
        var gone: Set<String> = []
        /// Nil as long as nobody has looked.
        var shapes: Shapes?
    }

    private let known = Mutex(Known())

    var gone: Set<String> { known.withLock { $0.gone } }
    var shapes: Shapes? { known.withLock { $0.shapes } }

    /// - Parameter writer: nil where it never moved, as far as who told it knows.
    func learn(_ writer: Writer?, shapes: (Writer?) -> Shapes) {
        let latest = known.withLock { known in
            if let writer, writer.term >= known.writer?.term ?? 0 { known.writer = writer }
            return known.writer
        }
        let seen = shapes(latest)
        known.withLock { $0.shapes = seen }
    }

    /// - Returns: whether that is news.
    func learn(gone region: String) -> Bool { known.withLock { $0.gone.insert(region).inserted } }
}
