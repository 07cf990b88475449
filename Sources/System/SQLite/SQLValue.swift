/// A value that goes into or comes out of a statement.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int)
    case text(String)

    public var integer: Int? { if case .integer(let number) = self { number } else { nil } }
    public var text: String? { if case .text(let text) = self { text } else { nil } }
}
