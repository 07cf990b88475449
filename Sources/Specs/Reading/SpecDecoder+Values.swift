import Diagnostics
import Documents

extension Node {
    fileprivate var isNumberOrFlag: Bool {
        switch content {
        case .number, .bool: true
        case .null, .string, .array, .object: false
        }
    }
}

extension SpecDecoder {
    private mutating func missing(_ fields: Fields, _ name: String) {
        report(
            "spec.missingField", "the field `\(name)` is missing.", fields.node, fields.path(name),
            hint: "add \"\(name)\": ...")
    }

    mutating func text(_ node: Node, _ path: String) -> String? {
        guard case .string(let text) = node.content else {
            if let text = typed[path], node.isNumberOrFlag { return text }
            report("spec.wrongType", "\(path) must be a string, not \(node.typeName).", node, path)
            return nil
        }
        return text
    }

    /// A string; without a default it must be there.
    mutating func string(_ fields: Fields, _ name: String, _ standard: String?) -> String {
        guard let node = fields.members[name] else {
            if standard == nil { missing(fields, name) }
            return standard ?? ""
        }
        return text(node, fields.path(name)) ?? standard ?? ""
    }

    mutating func optionalString(_ fields: Fields, _ name: String) -> String? {
        fields.members[name].flatMap { text($0, fields.path(name)) }
    }

    mutating func integer(
        _ fields: Fields, _ name: String, _ standard: Int?, in range: ClosedRange<Int>
    ) -> Int {
        guard let node = fields.members[name] else {
            if standard == nil { missing(fields, name) }
            return standard ?? range.lowerBound
        }
        let path = fields.path(name)
        guard case .number(let text) = node.content, let number = Int(text) else {
            report("spec.wrongType", "\(path) must be a whole number, not \(node.typeName).", node, path)
            return standard ?? range.lowerBound
        }
        guard range.contains(number) else {
            report(
                "spec.outOfRange", "\(path) is \(number); it must be \(range.lowerBound) to \(range.upperBound).", node,
                path)
            return standard ?? range.lowerBound
        }
        return number
    }

    mutating func flag(_ fields: Fields, _ name: String, _ standard: Bool) -> Bool {
        guard let node = fields.members[name] else { return standard }
        guard case .bool(let flag) = node.content else {
            let path = fields.path(name)
            report("spec.wrongType", "\(path) must be true or false, not \(node.typeName).", node, path)
            return standard
        }
        return flag
    }

    /// One of some words.
    mutating func choice(_ fields: Fields, _ name: String, _ standard: String, _ choices: [String]) -> String {
        let value = string(fields, name, standard)
        if let node = fields.members[name], !choices.contains(value) {
            let near = Suggestion.nearest(to: value, among: choices)
            report(
                "spec.outOfRange", "\(fields.path(name)) is `\(value)`.", node, fields.path(name),
                hint: near.map { "did you mean `\($0)`?" } ?? "one of: \(choices.joined(separator: ", "))")
            return standard
        }
        return value
    }

    mutating func strings(_ fields: Fields, _ name: String) -> [String: String] {
        guard let node = fields.members[name] else { return [:] }
        let path = fields.path(name)
        guard case .object(let members) = node.content else {
            report("spec.wrongType", "\(path) must be an object of strings, not \(node.typeName).", node, path)
            return [:]
        }
        var strings: [String: String] = [:]
        for member in members { strings[member.name] = text(member.value, "\(path).\(member.name)") }
        return strings
    }

    mutating func list<Element>(
        _ fields: Fields, _ name: String, isRequired: Bool,
        _ element: (inout SpecDecoder, Node, String, Int) -> Element?
    ) -> [Element] {
        guard let node = fields.members[name] else {
            if isRequired { missing(fields, name) }
            return []
        }
        let path = fields.path(name)
        guard case .array(let nodes) = node.content else {
            report("spec.wrongType", "\(path) must be an array, not \(node.typeName).", node, path)
            return []
        }
        if isRequired, nodes.isEmpty { report("spec.outOfRange", "\(path) must not be empty.", node, path) }
        var elements: [Element] = []
        for (index, node) in nodes.enumerated() {
            let elementPath = "\(path)[\(index)]"
            places[elementPath] = location(node.position)
            if let one = element(&self, node, elementPath, index) { elements.append(one) }
        }
        return elements
    }
}
