import CloudCalls
import Synchronization
import TestSupport
import Values

/// Answers calls one after the other as it is told, and notes when they came.
final class ScriptedCalls: AWSCalls {
    struct Call: Sendable {
        let request: AWSRequest
        let moment: Instant
    }

    let time = VirtualTime()
    private let errors: Mutex<[AWSError]>
    private let asked = Mutex<[Call]>([])

    /// - Parameter errors: what the first calls get; those after them succeed.
    init(_ errors: [AWSError]) { self.errors = Mutex(errors) }

    var calls: [Call] { asked.withLock { $0 } }

    func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        asked.withLock { $0.append(Call(request: request, moment: time.now())) }
        let error = errors.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if let error { throw error }
        return "done"
    }
}
