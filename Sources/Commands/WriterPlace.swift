import Blueprints
import Synchronization

/// Where a platform's writer stands as a command learns of it: first from state, then from the account, whose word counts
/// unless it is older.
final class WriterPlace: Sendable {
    private let known = Mutex<Writer?>(nil)

    var writer: Writer? { known.withLock { $0 } }

    func learn(_ writer: Writer) {
        known.withLock { known in
            if writer.term >= known?.term ?? 0 { known = writer }
        }
    }
}
