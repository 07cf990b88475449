import CloudCalls
import Values

/// Which values of fields are asked for, such as `metadata.name=api` ("Field Selectors", Kubernetes documentation).
struct FieldSelector {
    private struct Requirement {
        let path: [String]
        let value: String
        let isWanted: Bool
    }

    private let requirements: [Requirement]

    /// - Throws: `BadRequest` for what is no selector.
    init(_ text: String) throws(AWSError) {
        var requirements: [Requirement] = []
        for part in text.split(separator: ",") {
            guard let equals = part.firstIndex(of: "=") else {
                throw AWSError("BadRequest", "invalid field selector: \(part)")
            }
            let isNot = part[..<equals].hasSuffix("!")
            let path = isNot ? part[..<equals].dropLast() : part[..<equals]
            var value = part[part.index(after: equals)...]
            if value.hasPrefix("=") { value = value.dropFirst() }
            requirements.append(
                Requirement(path: path.split(separator: ".").map(String.init), value: String(value), isWanted: !isNot))
        }
        self.requirements = requirements
    }

    func matches(_ object: Value) -> Bool {
        requirements.allSatisfy { requirement in
            let found = requirement.path.reduce(Optional(object)) { value, name in value?[name] }
            return (found?.text ?? "" == requirement.value) == requirement.isWanted
        }
    }
}
