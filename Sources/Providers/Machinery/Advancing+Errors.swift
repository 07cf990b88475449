import CloudCalls
import Values

extension Advancing {
    /// What an error means for the operation: wait, or give up.
    mutating func outcome(of error: AWSError) -> Outcome {
        if error.effect == .unknown, isChanging {
            operation.mayLandUntil = cloud.deadline
            return pending("the answer to \(error.operation) was lost; looking for its effect", after: .seconds(2))
        }
        if error.isTransient {
            return pending("\(error.service) does not answer (\(error.code))", after: max(interval(), .seconds(5)))
        }
        if let reason = driver.waitReason(for: error) ?? WaitableErrors.reason(for: error, operation.action) {
            return pending(reason, after: max(interval(), .seconds(2)))
        }
        return .failed(
            Failure(
                code: error.code, message: "\(error.service) \(error.operation): \(error.message)",
                hint: FailureHints.hint(for: error), requestID: error.requestID))
    }
}
