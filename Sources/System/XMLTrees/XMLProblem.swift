/// Why a document was refused.
public struct XMLProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: Sendable, Hashable {
        /// More bytes or levels than the limits allow.
        case tooLarge, tooDeep
        /// A document type declaration; with it go all entities but the five of XML itself.
        case documentType
        /// Not well formed, or not UTF-8; expat's words.
        case malformed(String)
    }

    public let reason: Reason
    /// Counted from 1; 0 where no place is known.
    public let line: Int

    public init(reason: Reason, line: Int) {
        self.reason = reason
        self.line = line
    }

    public var description: String {
        let words =
            switch reason {
            case .tooLarge: "the document is too large"
            case .tooDeep: "too many elements inside each other"
            case .documentType: "a document type declaration is not accepted"
            case .malformed(let words): words
            }
        return line > 0 ? "line \(line): \(words)" : words
    }
}
