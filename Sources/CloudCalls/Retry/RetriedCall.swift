/// What of a call decides whether it is tried again.
struct RetriedCall {
    let service: String
    let operation: String
    let region: String
    /// Whether it may be sent again though it may have happened.
    let mayRepeat: Bool
}
