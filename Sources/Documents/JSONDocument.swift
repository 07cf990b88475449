public import Diagnostics

/// A text that is JSON: its tree, and what is legal in it by RFC 8259 and yet surely a mistake.
public struct JSONDocument: Sendable {
    /// The file's name as diagnostics show it.
    public let file: String
    public var root: Node
    /// A `spec.duplicateKey` for each member whose name stood in the same object before.
    public let duplicates: [Diagnostic]
}
