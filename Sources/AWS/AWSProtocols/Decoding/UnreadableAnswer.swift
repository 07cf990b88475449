/// Why an answer is not what the operation's model says; it holds no values, which may be secrets.
struct UnreadableAnswer: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
