import AWSModels
import Values

/// Holds an input against its operation's model: types, names, what is required, and lower bounds.
struct ParameterValidator {
    private let operation: OperationModel
    private(set) var problems: [ParameterProblem] = []

    init(_ operation: OperationModel) { self.operation = operation }

    /// Everything that is wrong with the input.
    static func problems(of input: Value, for operation: OperationModel) -> [ParameterProblem] {
        guard let reference = operation.input else {
            return input.members.names.map { ParameterProblem(path: $0, message: "the operation takes no parameters") }
        }
        var validator = ParameterValidator(operation)
        validator.visit(input, reference, "")
        return validator.problems
    }

    private mutating func add(_ path: String, _ message: String) {
        problems.append(ParameterProblem(path: path, message: message))
    }

    private mutating func visit(_ value: Value, _ reference: ShapeReference, _ path: String) {
        if reference.traits.isJSON, reference.traits.location == .header { return document(value, path) }
        switch operation[reference].kind {
        case .structure(let structure):
            structure.isDocument ? document(value, path) : visit(value, structure, path)
        case .list(let element):
            guard case .list(let elements) = value else { return mismatch(value, "a list", path) }
            bound(elements.count, reference, "an element", "elements", path)
            for (index, one) in elements.enumerated() { visit(one, element, "\(path)[\(index)]") }
        case .map(let key, let entry):
            guard case .object(let members) = value else { return mismatch(value, "a map", path) }
            for pair in members {
                visit(.string(pair.name), key, "\(path) (key \(pair.name))")
                visit(pair.value, entry, "\(path).\(pair.name)")
            }
        case .string: string(value, reference, path)
        case .integer, .long:
            guard case .int(let number) = value else { return mismatch(value, "a whole number", path) }
            bound(Double(number), reference, path)
        case .double, .float:
            switch value {
            case .int(let number): bound(Double(number), reference, path)
            case .double(let number): bound(number, reference, path)
            default: mismatch(value, "a number", path)
            }
        case .boolean:
            guard case .bool = value else { return mismatch(value, "true or false", path) }
        case .timestamp:
            guard case .string(let text) = value, TimestampParser.iso8601(Array(text.utf8)) != nil else {
                return mismatch(value, "an ISO 8601 time such as 2026-11-24T12:00:00Z", path)
            }
        case .blob: blob(value, path)
        }
    }

    private mutating func visit(_ value: Value, _ structure: StructureShape, _ path: String) {
        guard case .object(let members) = value else { return mismatch(value, "a structure", path) }
        if structure.isUnion, members.count != 1 {
            let names = structure.members.map(\.name).joined(separator: ", ")
            add(path, "exactly one of \(names) must be set, not \(members.count)")
        }
        let prefix = path.isEmpty ? "" : "\(path)."
        for name in structure.required where members[name] == nil { add("\(prefix)\(name)", "is required") }
        for pair in members {
            if let member = structure.member(pair.name) {
                visit(pair.value, member.reference, "\(prefix)\(pair.name)")
            } else {
                let near = structure.members.map(\.name).first { $0.lowercased() == pair.name.lowercased() }
                add("\(prefix)\(pair.name)", "is no member" + (near.map { "; did you mean `\($0)`?" } ?? ""))
            }
        }
    }

    private mutating func string(_ value: Value, _ reference: ShapeReference, _ path: String) {
        let text: String
        switch value {
        case .string(let plain): text = plain
        case .sensitive(let hidden): text = hidden.reveal()
        default: return mismatch(value, "a string", path)
        }
        bound(text.unicodeScalars.count, reference, "a character", "characters", path)
        guard reference.traits.isHostLabel else { return }
        let isLabel = !text.isEmpty && text.utf8.allSatisfy(Self.isHostByte)
        if !isLabel {
            add(path, "may hold letters, digits, hyphens and periods only, since it is part of the host name")
        }
    }

    private mutating func blob(_ value: Value, _ path: String) {
        let text: String
        switch value {
        case .string(let plain): text = plain
        case .sensitive(let hidden): text = hidden.reveal()
        default: return mismatch(value, "bytes in base64", path)
        }
        if !BlobText.isBase64(text) { add(path, "must be bytes in base64") }
    }

    /// Any JSON at all, but nothing that stands for something else.
    private mutating func document(_ value: Value, _ path: String) {
        switch value {
        case .null, .bool, .int, .double, .string: break
        case .list(let elements):
            for (index, one) in elements.enumerated() { document(one, "\(path)[\(index)]") }
        case .object(let members):
            for pair in members { document(pair.value, "\(path).\(pair.name)") }
        default: mismatch(value, "plain data", path)
        }
    }

    private mutating func bound(
        _ count: Int, _ reference: ShapeReference, _ one: String, _ many: String, _ path: String
    ) {
        guard let minimum = reference.traits.minimum, Double(count) < minimum else { return }
        add(path, "must have at least \(minimum == 1 ? one : "\(Int(minimum)) \(many)"), and has \(count)")
    }

    private mutating func bound(_ number: Double, _ reference: ShapeReference, _ path: String) {
        guard let minimum = reference.traits.minimum, number < minimum else { return }
        add(path, "must be at least \(minimum == minimum.rounded() ? "\(Int(minimum))" : "\(minimum)")")
    }

    private mutating func mismatch(_ value: Value, _ wanted: String, _ path: String) {
        let found =
            switch value {
            case .null: "null"
            case .bool: "true or false"
            case .int: "a whole number"
            case .double: "a number with a fraction"
            case .string, .sensitive: "a string"
            case .list: "a list"
            case .object: "an object"
            case .reference: "a reference that is not resolved"
            case .secret: "a secret that is not resolved"
            case .template: "a template that is not resolved"
            }
        add(path, "must be \(wanted), not \(found)")
    }

    static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
