import Diagnostics
import Documents
import Values

extension RuleReading {
    private static let tests = [
        "equals", "in", "like", "lessThan", "atMost", "atLeast", "moreThan", "contains", "exists", "count", "some",
        "every", "unknown",
    ]

    /// A predicate over what has a shape; nil when something is wrong with it.
    /// - Parameter what: what it is about, as messages call it.
    mutating func predicate(_ node: Node, _ shape: ValueShape, _ what: String) -> Predicate? {
        guard let members = members(node, "A predicate", ["all", "any", "not", "path"] + Self.tests) else { return nil }
        let words = ["all", "any", "not"].filter { members[$0] != nil }
        if let word = words.first, let part = members[word] {
            guard members.count == 1 else {
                problem("rules.value", "`\(word)` stands alone in its predicate.", node.position)
                return nil
            }
            if word == "not" { return predicate(part, shape, what).map(Predicate.not) }
            guard case .array(let nodes) = part.content, !nodes.isEmpty else {
                problem("rules.wrongType", "`\(word)` is a list of predicates.", part.position)
                return nil
            }
            let parts = nodes.map { predicate($0, shape, what) }
            guard parts.allSatisfy({ $0 != nil }) else { return nil }
            return word == "all" ? .all(parts.compactMap(\.self)) : .any(parts.compactMap(\.self))
        }
        guard let place = members["path"], case .string(let text) = place.content else {
            problem(
                "rules.missing", "A predicate has `path` and a test, or one of all, any and not.",
                members["path"]?.position ?? node.position)
            return nil
        }
        guard let (path, found) = path(text, place.position, shape, what) else { return nil }
        let tests = Self.tests.compactMap { name in members[name].map { (name, $0) } }
        guard !tests.isEmpty else {
            problem(
                "rules.missing", "`\(text)` is not tested.", node.position,
                hint: "Add one of \(Self.tests.joined(separator: ", ")).")
            return nil
        }
        let all = tests.map { test($0, $1, found, "`\(text)`") }
        guard all.allSatisfy({ $0 != nil }) else { return nil }
        let predicates = all.compactMap(\.self).map { Predicate.value(path, $0) }
        return predicates.count == 1 ? predicates[0] : .all(predicates)
    }

    /// A path and the shape of what is there.
    mutating func path(
        _ text: String, _ position: Position, _ shape: ValueShape, _ what: String
    ) -> (path: RulePath, shape: ValueShape)? {
        let path: RulePath
        do throws(RulePath.Problem) { path = try RulePath(text) } catch {
            // Behind the quotation mark; with escapes in front of it the column is a little too small.
            problem(
                "rules.path", "`\(text)` is no path: \(error.message).",
                Position(line: position.line, column: position.column + 1 + error.offset))
            return nil
        }
        switch shape.at(path, of: what) {
        case .success(let found): return (path, found)
        case .failure(let place):
            problem("rules.unknownPath", "\(place.message), in `\(text)`.", position, hint: place.hint)
            return nil
        }
    }

    private mutating func test(_ name: String, _ node: Node, _ shape: ValueShape, _ what: String) -> Predicate.Test? {
        switch name {
        case "equals": return scalar(node, shape, what, name).map(Predicate.Test.equals)
        case "in":
            guard case .array(let nodes) = node.content, !nodes.isEmpty else {
                problem("rules.wrongType", "`in` takes a list of values.", node.position)
                return nil
            }
            let values = nodes.map { scalar($0, shape, what, name) }
            return values.contains(nil) ? nil : .isIn(values.compactMap(\.self))
        case "like":
            guard fits(shape, ["a text"], what, name, node), case .string(let text)? = literal(node, "a text", name)
            else { return nil }
            return .like(text)
        case "exists", "unknown":
            guard case .bool(let flag)? = literal(node, "true or false", name) else { return nil }
            return name == "exists" ? .exists(flag) : .isUnknown(flag)
        case "contains":
            guard fits(shape, ["a text", "a list"], what, name, node) else { return nil }
            if case .list(let element) = shape {
                return scalar(node, element, "an element of \(what)", name).map(Predicate.Test.contains)
            }
            return scalar(node, shape == .anything ? .anything : .text([]), what, name).map(Predicate.Test.contains)
        case "count": return count(node, shape, what)
        case "some", "every":
            guard fits(shape, ["a list"], what, name, node) else { return nil }
            var element = ValueShape.anything
            if case .list(let shape) = shape { element = shape }
            guard let inner = predicate(node, element, "an element of \(what)") else { return nil }
            return name == "some" ? .some(inner) : .every(inner)
        default:
            guard let comparison = Predicate.Comparison(rawValue: name),
                fits(shape, ["a number"], what, name, node), let limit = number(node, name)
            else { return nil }
            return .compares(comparison, limit)
        }
    }

    /// `{"atMost": 5}`: how many elements a list may have, or members an object.
    private mutating func count(_ node: Node, _ shape: ValueShape, _ what: String) -> Predicate.Test? {
        let names = Predicate.Comparison.allCases.map(\.rawValue)
        guard fits(shape, ["a list", "an object"], what, "count", node),
            let members = members(node, "`count`", names)
        else { return nil }
        guard let (name, limit) = members.first, members.count == 1,
            let comparison = Predicate.Comparison(rawValue: name)
        else {
            problem("rules.value", "`count` has one of \(names.joined(separator: ", ")).", node.position)
            return nil
        }
        return number(limit, name).map { .count(comparison, $0) }
    }

    // MARK: Types

    /// Whether a test can be asked of a place.
    private mutating func fits(
        _ shape: ValueShape, _ names: [String], _ what: String, _ test: String, _ node: Node
    ) -> Bool {
        if shape == .anything || names.contains(shape.name) { return true }
        problem(
            "rules.wrongType", "\(what) is \(shape.name); `\(test)` asks of \(names.joined(separator: " or ")).",
            node.position)
        return false
    }

    /// A text, a number or true or false that a place can be.
    private mutating func scalar(_ node: Node, _ shape: ValueShape, _ what: String, _ test: String) -> Value? {
        guard fits(shape, ["a text", "a number", "true or false"], what, test, node) else { return nil }
        let kinds = ["a string": "a text", "a number": "a number", "true or false": "true or false"]
        guard let kind = kinds[node.typeName] else {
            problem(
                "rules.wrongType", "`\(test)` compares texts, numbers, and true or false, not \(node.typeName).",
                node.position)
            return nil
        }
        guard shape == .anything || shape.name == kind else {
            problem("rules.wrongType", "\(what) is \(shape.name), and \(kind) is never that.", node.position)
            return nil
        }
        if case .text(let known) = shape, case .string(let text) = node.content, !known.isEmpty, !known.contains(text) {
            problem(
                "rules.value", "\(what) is never `\(text)`.", node.position,
                hint: Suggestion.nearest(to: text, among: known).map { "Did you mean `\($0)`?" }
                    ?? "It is one of \(known.joined(separator: ", ")).")
            return nil
        }
        return literal(node, kind, test)
    }

    private mutating func literal(_ node: Node, _ kind: String, _ test: String) -> Value? {
        let name = kind == "a text" ? "a string" : kind
        guard node.typeName == name, let value = try? JSON.value(of: node, file: file) else {
            problem("rules.wrongType", "`\(test)` takes \(kind), not \(node.typeName).", node.position)
            return nil
        }
        return value
    }

    private mutating func number(_ node: Node, _ test: String) -> Double? {
        switch literal(node, "a number", test) {
        case .int(let number)?: Double(number)
        case .double(let number)?: number
        default: nil
        }
    }
}
