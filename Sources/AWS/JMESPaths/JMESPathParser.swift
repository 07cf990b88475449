import Values

/// Reads an expression by the binding power of its words (V. Pratt, "Top Down Operator Precedence", 1973).
struct JMESPathParser {
    private let tokens: [(token: JMESPathToken, offset: Int)]
    private var place = 0
    private var depth = 0

    init(_ expression: String) throws(JMESPathProblem) { tokens = try JMESPathLexer.tokens(expression) }

    mutating func parse() throws(JMESPathProblem) -> JMESPathNode {
        let node = try expression(0)
        guard token == .end else { throw unexpected }
        return node
    }

    private var token: JMESPathToken { tokens[place].token }

    private var unexpected: JMESPathProblem {
        JMESPathProblem(
            message: token == .end ? "the expression ends too early" : "this was not expected here",
            offset: tokens[place].offset)
    }

    @discardableResult private mutating func take() -> JMESPathToken {
        let taken = token
        if place < tokens.count - 1 { place += 1 }
        return taken
    }

    private mutating func expect(_ wanted: JMESPathToken) throws(JMESPathProblem) {
        guard token == wanted else { throw unexpected }
        take()
    }

    private mutating func skip(_ wanted: JMESPathToken) -> Bool {
        guard token == wanted else { return false }
        take()
        return true
    }

    private mutating func expression(_ power: Int) throws(JMESPathProblem) -> JMESPathNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 100 else { throw JMESPathProblem(message: "too deeply nested", offset: tokens[place].offset) }
        var left = try prefix()
        while power < token.power { left = try infix(left) }
        return left
    }

    // MARK: What begins an expression

    private mutating func prefix() throws(JMESPathProblem) -> JMESPathNode {
        switch token {
        case .name(let name):
            take()
            return token == .openParenthesis ? try call(name) : .field(name)
        case .quotedName(let name):
            take()
            return .field(name)
        case .literal(let value):
            take()
            return .literal(value)
        case .current:
            take()
            return .current
        case .star:
            take()
            return .memberProjection(.current, token == .closeBracket ? .current : try projected(20))
        case .flatten:
            take()
            return .projection(.flatten(.current), try projected(9))
        case .filter:
            take()
            return try filter(.current)
        case .not:
            take()
            return .not(try expression(45))
        case .openParenthesis:
            take()
            let inner = try expression(0)
            try expect(.closeParenthesis)
            return inner
        case .openBrace:
            take()
            return try object()
        case .openBracket:
            take()
            switch token {
            case .number, .colon: return try subscripted(.current)
            case .star where tokens[place + 1].token == .closeBracket: return try subscripted(.current)
            default: return try list()
            }
        default: throw unexpected
        }
    }

    private mutating func call(_ name: String) throws(JMESPathProblem) -> JMESPathNode {
        let start = tokens[place - 1].offset
        try expect(.openParenthesis)
        guard let function = JMESPathFunction(rawValue: name) else {
            throw JMESPathProblem(message: "no function is called `\(name)`", offset: start)
        }
        var arguments: [JMESPathNode] = []
        var each: JMESPathNode?
        while token != .closeParenthesis {
            if !arguments.isEmpty || each != nil { try expect(.comma) }
            if token == .reference {
                guard each == nil, function.expressionPlace == arguments.count else { throw unexpected }
                take()
                each = try expression(0)
            } else {
                arguments.append(try expression(0))
            }
        }
        take()
        let wanted = function.expressionPlace == nil ? function.arity : 1
        guard wanted.map({ $0 == arguments.count }) ?? !arguments.isEmpty else {
            throw JMESPathProblem(message: "\(name) takes another number of arguments", offset: start)
        }
        guard function.expressionPlace != nil else { return .call(function, arguments) }
        guard let each else {
            throw JMESPathProblem(message: "\(name) takes an expression, such as &Name", offset: start)
        }
        return .callEach(function, arguments[0], each: each)
    }

    private mutating func list() throws(JMESPathProblem) -> JMESPathNode {
        var nodes = [try expression(0)]
        while skip(.comma) { nodes.append(try expression(0)) }
        try expect(.closeBracket)
        return .list(nodes)
    }

    private mutating func object() throws(JMESPathProblem) -> JMESPathNode {
        var members: [JMESPathNode.Member] = []
        repeat {
            let name: String
            switch token {
            case .name(let plain), .quotedName(let plain): name = plain
            default: throw unexpected
            }
            take()
            try expect(.colon)
            members.append(JMESPathNode.Member(name: name, value: try expression(0)))
        } while skip(.comma)
        try expect(.closeBrace)
        return .object(members)
    }

    // MARK: What continues one

    private mutating func infix(_ left: JMESPathNode) throws(JMESPathProblem) -> JMESPathNode {
        let power = token.power
        switch take() {
        case .dot:
            if skip(.star) { return .memberProjection(left, try projected(power)) }
            return .chain(left, try afterDot(power))
        case .pipe: return .chain(left, try expression(power))
        case .or: return .or(left, try expression(power))
        case .and: return .and(left, try expression(power))
        case .comparator(let comparator): return .comparison(comparator, left, try expression(power))
        case .flatten: return .projection(.flatten(left), try projected(power))
        case .filter: return try filter(left)
        case .openBracket: return try subscripted(left)
        default:
            place -= 1
            throw unexpected
        }
    }

    private mutating func filter(_ left: JMESPathNode) throws(JMESPathProblem) -> JMESPathNode {
        let condition = try expression(0)
        try expect(.closeBracket)
        return .filter(left, token == .flatten ? .current : try projected(21), condition: condition)
    }

    /// `[0]`, `[1:3]` or `[*]`; the bracket is open.
    private mutating func subscripted(_ left: JMESPathNode) throws(JMESPathProblem) -> JMESPathNode {
        if skip(.star) {
            try expect(.closeBracket)
            return .projection(left, try projected(20))
        }
        var from: Int?
        if case .number(let number) = token {
            take()
            from = number
        }
        if let from, skip(.closeBracket) { return .chain(left, .index(from)) }
        try expect(.colon)
        var to: Int?
        if case .number(let number) = token {
            take()
            to = number
        }
        var step = 1
        if skip(.colon), case .number(let number) = token {
            guard number != 0 else {
                throw JMESPathProblem(message: "a slice can't step by 0", offset: tokens[place].offset)
            }
            take()
            step = number
        }
        try expect(.closeBracket)
        return .projection(.chain(left, .slice(from: from, to: to, step: step)), try projected(20))
    }

    private mutating func afterDot(_ power: Int) throws(JMESPathProblem) -> JMESPathNode {
        switch token {
        case .name, .quotedName, .star: return try expression(power)
        case .openBracket:
            take()
            return try list()
        case .openBrace:
            take()
            return try object()
        default: throw unexpected
        }
    }

    /// What is applied to each element: all that binds tightly enough.
    private mutating func projected(_ power: Int) throws(JMESPathProblem) -> JMESPathNode {
        switch token {
        case _ where token.power < 10: return .current
        case .openBracket, .filter: return try expression(power)
        case .dot:
            take()
            return try afterDot(power)
        default: throw unexpected
        }
    }
}
