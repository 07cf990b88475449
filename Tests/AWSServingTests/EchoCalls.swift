import CloudCalls
import Synchronization
import Values

/// Remembers what was asked, and answers or refuses as it was told.
final class EchoCalls: AWSCalls {
    private struct State {
        var asked: [AWSRequest] = []
        var answer: Result<Value, AWSError> = .success([:])
    }

    private let state = Mutex(State())

    var asked: [AWSRequest] { state.withLock { $0.asked } }

    func answers(_ answer: Result<Value, AWSError>) { state.withLock { $0.answer = answer } }

    func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        let answer = state.withLock { state in
            state.asked.append(request)
            return state.answer
        }
        return try answer.get()
    }
}
