import CloudCalls
import Synchronization
import Values

/// Answers of one observation, so that drivers which need the same list share one call.
///
/// It waits by continuations and not by tasks of its own, which would leave a deterministic executor.
public final class ReadCache: Sendable {
    private typealias Answer = Result<Value, AWSError>

    private struct Key: Hashable {
        let service: String
        let operation: String
        let region: String
        let input: Value
    }

    private enum Entry {
        case asking([CheckedContinuation<Answer, Never>])
        case answered(Answer)
    }

    private let entries = Mutex<[Key: Entry]>([:])

    public init() {}

    func read(_ request: AWSRequest, _ aws: any AWSCalls) async throws(AWSError) -> Value {
        let key = Key(
            service: request.service, operation: request.operation, region: request.region, input: request.input)
        let isFirst = entries.withLock { entries in
            guard entries[key] == nil else { return false }
            entries[key] = .asking([])
            return true
        }
        guard isFirst else { return try await wait(for: key).get() }
        let answer: Answer
        do throws(AWSError) { answer = .success(try await aws.call(request)) } catch { answer = .failure(error) }
        let waiting = entries.withLock { entries -> [CheckedContinuation<Answer, Never>] in
            defer { entries[key] = .answered(answer) }
            if case .asking(let waiting)? = entries[key] { return waiting }
            return []
        }
        for continuation in waiting { continuation.resume(returning: answer) }
        return try answer.get()
    }

    private func wait(for key: Key) async -> Answer {
        await withCheckedContinuation { continuation in
            let answer = entries.withLock { entries -> Answer? in
                switch entries[key] {
                case .answered(let answer)?: return answer
                case .asking(let waiting)?: entries[key] = .asking(waiting + [continuation])
                case nil: entries[key] = .asking([continuation])
                }
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}
