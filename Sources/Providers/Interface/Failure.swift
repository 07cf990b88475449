/// Why an operation can't go on, told so that a person can act.
public struct Failure: Error, Sendable, Hashable {
    /// AWS's code or one of ours.
    public var code: String
    public var message: String
    /// What to do next.
    public var hint: String
    public var requestID: String
    /// The same operation may work in a later run without any change.
    public var isRetryable: Bool

    public init(code: String, message: String, hint: String = "", requestID: String = "", isRetryable: Bool = false) {
        self.code = code
        self.message = message
        self.hint = hint
        self.requestID = requestID
        self.isRetryable = isRetryable
    }
}
