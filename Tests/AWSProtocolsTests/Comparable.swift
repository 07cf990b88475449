import Digests
import Documents
import Foundation
import Values
import XMLTrees

@testable import AWSModels
@testable import AWSProtocols

/// Brings what the suites write and what the client gives to one form.
enum Comparable {
    /// The suites write bytes as text; we write them in base64.
    static func withBlobs(_ value: Value, _ reference: ShapeReference, _ operation: OperationModel) -> Value {
        mapped(value, reference, operation) { scalar, kind in
            guard case .blob = kind, let text = scalar.text else { return scalar }
            return .string(Base64.encode(text))
        }
    }

    /// Bytes as text, times as seconds, sensitive texts as texts, numbers as doubles.
    static func plain(_ value: Value, _ reference: ShapeReference, _ operation: OperationModel) -> Value {
        let plain = mapped(value, reference, operation) { scalar, kind in
            var scalar = scalar
            if case .sensitive(let hidden) = scalar { scalar = .string(hidden.reveal()) }
            switch kind {
            case .blob: return .string(String(decoding: Base64.decode(scalar.text ?? "") ?? [], as: UTF8.self))
            case .timestamp:
                guard let moment = scalar.text.flatMap(TimestampParser.parse) else { return scalar }
                return .double(Double(moment.seconds) + Double(moment.microseconds) / 1_000_000)
            default: return scalar
            }
        }
        return numbers(plain)
    }

    static func numbers(_ value: Value) -> Value {
        switch value {
        case .int(let number): .double(Double(number))
        case .double(let number) where !number.isFinite: .string(NumberText.text(number))
        case .list(let elements): .list(elements.map(numbers))
        case .object(let members): .object(Members(members.map { ($0.name, numbers($0.value)) }))
        default: value
        }
    }

    private static func mapped(
        _ value: Value, _ reference: ShapeReference, _ operation: OperationModel,
        _ change: (Value, Shape.Kind) -> Value
    ) -> Value {
        if value.isNull { return value }
        switch operation[reference].kind {
        case .structure(let structure):
            guard !structure.isDocument else { return value }
            return .object(
                Members(
                    value.members.map { pair in
                        let member = structure.member(pair.name)
                        return (
                            pair.name,
                            member.map { mapped(pair.value, $0.reference, operation, change) } ?? pair.value
                        )
                    }))
        case .list(let element): return .list(value.elements.map { mapped($0, element, operation, change) })
        case .map(_, let entry):
            return .object(Members(value.members.map { ($0.name, mapped($0.value, entry, operation, change)) }))
        case let kind: return change(value, kind)
        }
    }

    /// The parameters of a form or query, decoded and in order of name; what is numbered keeps its number, but the
    /// entries of a map go by their key.
    static func form(_ text: String) -> [String] {
        var parts = text.split(separator: "&").map { part in
            let decoded = part.contains("=") ? String(part) : "\(part)="
            return decoded.removingPercentEncoding ?? decoded
        }
        for key in parts {
            let match = key.range(of: #"^.*\.entry\.[0-9]+\.key="#, options: .regularExpression)
            guard let match else { continue }
            let entry = key[match].dropLast(4)
            let map = entry.split(separator: ".").dropLast().joined(separator: ".")
            let name = "\(map)[\(key[match.upperBound...])]."
            parts = parts.map { $0.hasPrefix(entry) ? name + $0.dropFirst(entry.count) : $0 }
        }
        return parts.sorted()
    }

    static func bodies(_ found: [UInt8], _ wanted: [UInt8], _ operation: OperationModel) -> Bool {
        if found == wanted { return true }
        switch operation.metadata.wireProtocol {
        case .query, .ec2:
            return form(String(decoding: found, as: UTF8.self)) == form(String(decoding: wanted, as: UTF8.self))
        case .json, .restJSON:
            guard let one = try? JSON.value(from: found), let other = try? JSON.value(from: wanted) else {
                return false
            }
            return numbers(one) == numbers(other)
        case .restXML:
            guard let one = try? XMLTree(found), let other = try? XMLTree(wanted) else { return false }
            return canonical(one, one.root) == canonical(other, other.root)
                || hasMaps(operation) && Set(leaves(one, one.root, "")) == Set(leaves(other, other.root, ""))
        }
    }

    private static func hasMaps(_ operation: OperationModel) -> Bool {
        operation.shapes.contains { if case .map = $0.kind { true } else { false } }
    }

    /// Every element without children, with its path: the same in whatever order a map was written.
    private static func leaves(_ tree: XMLTree, _ element: XMLTree.Element, _ path: String) -> [String] {
        let path = "\(path)/\(tree.name(element))"
        let children = tree.children(element)
        return children.isEmpty ? ["\(path)=\(tree.text(element))"] : children.flatMap { leaves(tree, $0, path) }
    }

    /// An element with its attributes and children in order of name; those of one name keep theirs.
    private static func canonical(_ tree: XMLTree, _ element: XMLTree.Element) -> String {
        let attributes = tree.attributes(element).map { " \($0.name)=\"\($0.value)\"" }.sorted().joined()
        let children = tree.children(element).enumerated().sorted {
            (tree.name($0.element), $0.offset) < (tree.name($1.element), $1.offset)
        }.map { canonical(tree, $0.element) }.joined()
        let text =
            children.isEmpty ? tree.text(element).split(whereSeparator: \.isWhitespace).joined(separator: " ") : ""
        return "<\(tree.name(element))\(attributes)>\(text)\(children)</>"
    }
}
