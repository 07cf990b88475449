import AWSModels
import Diagnostics
import Terminal

/// A service and an operation as somebody wrote them: `ec2 DescribeVpcs`, or as AWS's command line, `ec2 describe-vpcs`.
struct CallName {
    private let service: String
    private let operation: String

    init(_ service: String, _ operation: String) {
        self.service = service
        self.operation = operation
    }

    /// - Throws: `UsageProblem` with the nearest name when there is none such.
    func operation(of catalog: ModelCatalog) throws -> OperationModel {
        guard ModelCatalog.serviceNames.contains(service) else {
            throw Self.unknown("AWS service `\(service)`", near: service, among: ModelCatalog.serviceNames)
        }
        let names = try catalog.service(service).operationNames
        let plain = Self.plain(operation)
        guard let name = names.first(where: { Self.plain($0) == plain }) else {
            throw Self.unknown("operation `\(operation)` of \(service)", near: operation, among: names)
        }
        return try catalog.operation(service, name)
    }

    private static func plain(_ name: String) -> String { name.lowercased().replacing("-", with: "") }

    private static func unknown(_ what: String, near word: String, among names: [String]) -> UsageProblem {
        let nearest = Suggestion.nearest(to: word, among: names)
        return UsageProblem(
            "no \(what) is known",
            hint: nearest.map { "Did you mean `\($0)`?" } ?? "There are: \(names.joined(separator: ", ")).")
    }
}
