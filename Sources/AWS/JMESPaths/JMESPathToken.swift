import Values

/// A word of an expression.
enum JMESPathToken: Hashable {
    case name(String)
    /// In quotation marks, so that it can't be a function's name.
    case quotedName(String)
    case literal(Value)
    case number(Int)
    case comparator(JMESPathComparator)
    case pipe, or, and, not, dot, star, comma, colon, current, flatten, filter, reference
    case openBracket, closeBracket, openParenthesis, closeParenthesis, openBrace, closeBrace
    case end

    /// How tightly it binds what stands before it.
    var power: Int {
        switch self {
        case .pipe: 1
        case .or: 2
        case .and: 3
        case .comparator: 5
        case .flatten: 9
        case .star: 20
        case .filter: 21
        case .dot: 40
        case .not: 45
        case .openBrace: 50
        case .openBracket: 55
        case .openParenthesis: 60
        default: 0
        }
    }
}
