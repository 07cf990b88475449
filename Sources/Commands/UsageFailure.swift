/// The command line can't be understood.
struct UsageFailure: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
