/// Why a message is not what the operation's model says; it holds no values, which may be secrets.
package struct UnreadableAnswer: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
