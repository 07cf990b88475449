import AWSModels
import HTTPMessages
import Values

/// The parts of an input that the `rest` protocols put outside of the body.
struct RestBindings {
    private(set) var headers = HTTPHeaders()
    private(set) var path = ""
    private(set) var query: [(name: String, value: String)] = []
    private(set) var problems: [ParameterProblem] = []
    private let operation: OperationModel
    private let fieldText: FieldText

    init(_ operation: OperationModel, _ input: Value) {
        self.operation = operation
        fieldText = FieldText(operation)
        var labels: [String: String] = [:]
        var mapped: [(name: String, value: String)] = []
        let structure = operation.structure(operation.input)
        for pair in input.members where !pair.value.isNull {
            guard let member = structure?.member(pair.name) else { continue }
            let traits = member.reference.traits
            let name = traits.locationName ?? member.name
            switch traits.location {
            case .uri: labels[name] = fieldText.plain(pair.value, member.reference, .iso8601)
            case .querystring:
                if case .map(_, let entry) = operation[member.reference].kind {
                    for one in pair.value.members { mapped += parameters(one.name, one.value, entry) }
                } else {
                    query += parameters(name, pair.value, member.reference)
                }
            case .header:
                // An empty list is not sent, an empty text is, as botocore does.
                if case .list(let elements) = pair.value, elements.isEmpty { continue }
                addHeader(name, fieldText.header(pair.value, member.reference), member.name)
            case .headers:
                let prefix = traits.locationName ?? ""
                for one in pair.value.members where !one.value.isNull {
                    addHeader(prefix + one.name, ScalarText.plain(one.value), "\(member.name).\(one.name)")
                }
            case .statusCode, nil: break
            }
        }
        // Smithy 2.0, "httpQueryParams": a parameter with a member of its own goes before one in the map.
        let named = Set(query.map(\.name))
        query += mapped.filter { !named.contains($0.name) }
        fill(labels)
    }

    /// A line break in a field would end it and begin another.
    private mutating func addHeader(_ name: String, _ value: String, _ path: String) {
        if (name + value).utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
            problems.append(
                ParameterProblem(path: path, message: "may not hold control characters, since it is sent in a header"))
        }
        headers.add(name, value)
    }

    private mutating func fill(_ labels: [String: String]) {
        let parts = operation.requestURI.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var rest = parts[0]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            path += rest[..<open]
            let label = rest[rest.index(after: open)..<close]
            let isGreedy = label.hasSuffix("+")
            let name = String(isGreedy ? label.dropLast() : label)
            if let value = labels[name], !value.isEmpty {
                path += String(decoding: PercentEncoding.encode(value.utf8, keepsSlash: isGreedy), as: UTF8.self)
            } else {
                problems.append(
                    ParameterProblem(path: name, message: "must not be empty, since it is part of the path"))
            }
            rest = rest[rest.index(after: close)...]
        }
        path += rest
        guard parts.count == 2 else { return }
        let fixed = parts[1].split(separator: "&").map { parameter in
            let sides = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(sides[0]), value: sides.count == 2 ? String(sides[1]) : "")
        }
        query = fixed + query
    }

    private func parameters(
        _ name: String, _ value: Value, _ reference: ShapeReference
    ) -> [(name: String, value: String)] {
        guard case .list(let element) = operation[reference].kind else {
            return [(name, fieldText.plain(value, reference, .iso8601))]
        }
        return value.elements.filter { !$0.isNull }.map { (name, fieldText.plain($0, element, .iso8601)) }
    }
}
