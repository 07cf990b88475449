/// The stable codes of everything that is not JSON by RFC 8259.
public enum SyntaxCode: String, CaseIterable, Sendable {
    case byteOrderMark = "syntax.byteOrderMark"
    case controlCharacter = "syntax.controlCharacter"
    case empty = "syntax.empty"
    case encoding = "syntax.encoding"
    case escape = "syntax.escape"
    case literal = "syntax.literal"
    case number = "syntax.number"
    case numberRange = "syntax.numberRange"
    case tooDeep = "syntax.tooDeep"
    case tooLarge = "syntax.tooLarge"
    case trailingComma = "syntax.trailingComma"
    case trailingText = "syntax.trailingText"
    case unexpectedCharacter = "syntax.unexpectedCharacter"
    case unexpectedEnd = "syntax.unexpectedEnd"
}
