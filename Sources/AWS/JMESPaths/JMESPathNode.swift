import Values

/// A part of an expression.
indirect enum JMESPathNode: Sendable, Hashable {
    case current
    case field(String)
    case index(Int)
    case slice(from: Int?, to: Int?, step: Int)
    case literal(Value)
    /// The right side of what the left side picks.
    case chain(JMESPathNode, JMESPathNode)
    /// The right side of each element of a list; what comes to nothing is left out.
    case projection(JMESPathNode, JMESPathNode)
    /// The same of each member of an object.
    case memberProjection(JMESPathNode, JMESPathNode)
    /// The same of each element for which a condition holds.
    case filter(JMESPathNode, JMESPathNode, condition: JMESPathNode)
    /// Lists in a list, made one.
    case flatten(JMESPathNode)
    case list([JMESPathNode])
    case object([JMESPathNode.Member])
    case comparison(JMESPathComparator, JMESPathNode, JMESPathNode)
    case or(JMESPathNode, JMESPathNode)
    case and(JMESPathNode, JMESPathNode)
    case not(JMESPathNode)
    case call(JMESPathFunction, [JMESPathNode])
    /// A function that is given an expression, which it applies to each element of a list.
    case callEach(JMESPathFunction, JMESPathNode, each: JMESPathNode)

    struct Member: Sendable, Hashable {
        let name: String
        let value: JMESPathNode
    }

    func evaluate(_ value: Value) throws(JMESPathProblem) -> Value {
        switch self {
        case .current: return value
        case .field(let name): return value[name] ?? .null
        case .index(let index):
            let elements = value.elements
            let place = index < 0 ? elements.count + index : index
            return elements.indices.contains(place) ? elements[place] : .null
        case .slice(let from, let to, let step): return Self.slice(value, from, to, step)
        case .literal(let literal): return literal
        case .chain(let left, let right): return try right.evaluate(try left.evaluate(value))
        case .projection(let left, let right):
            guard case .list(let elements) = try left.evaluate(value) else { return .null }
            return try Self.each(elements, right)
        case .memberProjection(let left, let right):
            guard case .object(let members) = try left.evaluate(value) else { return .null }
            return try Self.each(members.map(\.value), right)
        case .filter(let left, let right, let condition):
            guard case .list(let elements) = try left.evaluate(value) else { return .null }
            var kept: [Value] = []
            for element in elements where Self.isTrue(try condition.evaluate(element)) { kept.append(element) }
            return try Self.each(kept, right)
        case .flatten(let inner):
            guard case .list(let elements) = try inner.evaluate(value) else { return .null }
            return .list(elements.flatMap { if case .list(let inner) = $0 { inner } else { [$0] } })
        case .list(let nodes):
            if value.isNull { return .null }
            var elements: [Value] = []
            for node in nodes { elements.append(try node.evaluate(value)) }
            return .list(elements)
        case .object(let members):
            if value.isNull { return .null }
            var pairs: [(String, Value)] = []
            for member in members { pairs.append((member.name, try member.value.evaluate(value))) }
            return .object(Members(pairs))
        case .comparison(let comparator, let left, let right):
            return comparator.compare(try left.evaluate(value), try right.evaluate(value))
        case .or(let left, let right):
            let first = try left.evaluate(value)
            return Self.isTrue(first) ? first : try right.evaluate(value)
        case .and(let left, let right):
            let first = try left.evaluate(value)
            return Self.isTrue(first) ? try right.evaluate(value) : first
        case .not(let inner): return .bool(!Self.isTrue(try inner.evaluate(value)))
        case .call(let function, let nodes):
            var arguments: [Value] = []
            for node in nodes { arguments.append(try node.evaluate(value)) }
            return try function.call(arguments)
        case .callEach(let function, let list, let each):
            let elements = try list.evaluate(value)
            var picked: [Value] = []
            for element in elements.elements { picked.append(try each.evaluate(element)) }
            return try function.call(elements, picked: picked)
        }
    }

    private static func each(_ elements: [Value], _ right: JMESPathNode) throws(JMESPathProblem) -> Value {
        var results: [Value] = []
        for element in elements {
            let result = try right.evaluate(element)
            if !result.isNull { results.append(result) }
        }
        return .list(results)
    }

    /// As Python slices: places beyond the ends are the ends, and a negative step goes backwards.
    private static func slice(_ value: Value, _ from: Int?, _ to: Int?, _ step: Int) -> Value {
        guard case .list(let elements) = value else { return .null }
        let bounds = step > 0 ? 0...elements.count : -1...(elements.count - 1)
        func place(_ index: Int) -> Int {
            min(max(index < 0 ? elements.count + index : index, bounds.lowerBound), bounds.upperBound)
        }
        let start = from.map(place) ?? (step > 0 ? bounds.lowerBound : bounds.upperBound)
        let end = to.map(place) ?? (step > 0 ? bounds.upperBound : bounds.lowerBound)
        return .list(stride(from: start, to: end, by: step).map { elements[$0] })
    }

    /// False are null, false and what is empty.
    static func isTrue(_ value: Value) -> Bool {
        switch value {
        case .null, .bool(false), .string(""): false
        case .list(let elements): !elements.isEmpty
        case .object(let members): !members.isEmpty
        default: true
        }
    }
}
