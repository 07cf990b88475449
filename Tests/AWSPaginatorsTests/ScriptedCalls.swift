import CloudCalls
import Synchronization
import Values

/// Answers one after the other, and remembers what was asked.
final class ScriptedCalls: AWSCalls {
    private let answers: Mutex<[Result<Value, AWSError>]>
    private let asked = Mutex<[AWSRequest]>([])

    init(_ answers: [Result<Value, AWSError>]) { self.answers = Mutex(answers) }

    var requests: [AWSRequest] { asked.withLock { $0 } }

    func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        asked.withLock { $0.append(request) }
        let next = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let next else { throw AWSError("Test.Exhausted", "nothing more was expected") }
        return try next.get()
    }
}
