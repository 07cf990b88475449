import CloudCalls

/// What to do about errors that don't go away by themselves.
enum FailureHints {
    static func hint(for error: AWSError) -> String {
        if error.code.contains("LimitExceeded") || error.code.contains("QuotaExceeded") {
            return "Ask AWS for a higher quota in \(error.region), or remove what is not needed; then run apply again."
        }
        if error.code.contains("AccessDenied") || error.code.contains("Unauthorized") || error.code == "Forbidden" {
            return "The credentials lack the right to call \(error.service):\(error.operation)."
        }
        if error.code.contains("InsufficientInstanceCapacity") {
            return "AWS has no capacity for this type in the zone now; run apply again later, or choose another type."
        }
        if error.code == "InvalidAction" {
            return "This version of FakeAWS lacks the operation."
        }
        return "Mend the cause and run apply again: what is done stays done."
    }
}
