package import AWSModels
package import Values

/// The text of members that stand outside of the body: in headers, path and query.
package struct FieldText {
    private let operation: OperationModel

    package init(_ operation: OperationModel) { self.operation = operation }

    func plain(_ value: Value, _ reference: ShapeReference, _ format: Traits.TimestampFormat) -> String {
        ScalarText.text(value, operation[reference].kind, reference.traits.timestampFormat ?? format)
    }

    package func header(_ value: Value, _ reference: ShapeReference) -> String {
        if reference.traits.isJSON { return HeaderJSON.encode(value, operation) }
        guard case .list(let element) = operation[reference].kind else { return plain(value, reference, .rfc822) }
        let isText = if case .string = operation[element].kind { true } else { false }
        return value.elements.filter { !$0.isNull }.map { one in
            let text = plain(one, element, .rfc822)
            guard isText, text.contains(where: { "\",".contains($0) }) else { return text }
            return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"") + "\""
        }.joined(separator: ", ")
    }
}
