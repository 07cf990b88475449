import CloudCalls

/// A refusal as it is told.
struct ServedFailure {
    /// AWS's code.
    var code: String
    var message: String
    /// Nil where the model, or else the code, says it.
    var status: Int?

    init(_ code: String, _ message: String, status: Int? = nil) {
        self.code = code
        self.message = message
        self.status = status
    }

    init(_ error: AWSError) { self.init(error.code, error.message, status: error.status == 0 ? nil : error.status) }
}
