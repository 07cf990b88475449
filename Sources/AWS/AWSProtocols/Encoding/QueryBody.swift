import AWSModels
import HTTPMessages
import Values

/// Writes an input as a form, in the `query` protocol and in EC2's variety of it.
struct QueryBody {
    private(set) var bytes: [UInt8]
    private let operation: OperationModel
    private let isEC2: Bool

    init(_ operation: OperationModel) {
        self.operation = operation
        isEC2 = operation.metadata.wireProtocol == .ec2
        bytes = Array("Action=\(operation.name)&Version=\(operation.metadata.apiVersion)".utf8)
    }

    mutating func write(_ value: Value, _ reference: ShapeReference, _ prefix: String) {
        switch operation[reference].kind {
        case .structure(let structure):
            for pair in value.members where !pair.value.isNull {
                guard let member = structure.member(pair.name) else { continue }
                let name = FormNames.member(member, isEC2: isEC2)
                write(pair.value, member.reference, prefix.isEmpty ? name : "\(prefix).\(name)")
            }
        case .list(let element): write(value.elements, reference, element, prefix)
        case .map(let key, let entry):
            let start = reference.traits.isFlattened ? prefix : "\(prefix).entry"
            let keyName = key.traits.locationName ?? "key"
            let entryName = entry.traits.locationName ?? "value"
            for (index, pair) in value.members.enumerated() {
                add("\(start).\(index + 1).\(keyName)", pair.name)
                write(pair.value, entry, "\(start).\(index + 1).\(entryName)")
            }
        case let kind: add(prefix, ScalarText.text(value, kind, reference.traits.timestampFormat ?? .iso8601))
        }
    }

    private mutating func write(
        _ elements: [Value], _ reference: ShapeReference, _ element: ShapeReference, _ prefix: String
    ) {
        // An empty list is sent, so that a service can tell it from none; EC2 knows no such thing.
        if elements.isEmpty, !isEC2 { return add(prefix, "") }
        var start = prefix
        if let name = FormNames.element(reference, element, isEC2: isEC2) {
            start += ".\(name)"
        } else if let name = FormNames.flatElement(reference, element, isEC2: isEC2) {
            start = (prefix.split(separator: ".").dropLast() + [Substring(name)]).joined(separator: ".")
        }
        for (index, one) in elements.enumerated() { write(one, element, "\(start).\(index + 1)") }
    }

    private mutating func add(_ name: String, _ value: String) {
        bytes.append(UInt8(ascii: "&"))
        bytes += PercentEncoding.encode(name.utf8)
        bytes.append(UInt8(ascii: "="))
        bytes += PercentEncoding.encode(value.utf8)
    }
}
