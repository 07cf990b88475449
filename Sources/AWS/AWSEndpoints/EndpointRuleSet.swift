import AWSModels
import Diagnostics
import Documents
import HTTPMessages
public import Values

/// AWS's rules for a service's endpoints.
public struct EndpointRuleSet: Sendable {
    private struct Parameter: Sendable {
        let name: String
        let isRequired: Bool
        let standard: Value?
        let builtIn: String?
        let type: String
    }

    private let parameters: [Parameter]
    private let rules: [EndpointRule]
    private let partitions: Partitions

    /// The rules of a service that the program carries.
    public init(embedded service: String, partitions: Partitions) throws(EndpointProblem) {
        guard let bytes = EmbeddedFiles.bytes("\(service).endpoints") else {
            throw .malformed("there are none for `\(service)`")
        }
        do {
            try self.init(JSON.value(from: bytes, file: "\(service).endpoints"), partitions: partitions)
        } catch let problem as EndpointProblem {
            throw problem
        } catch { throw .malformed("\(error)") }
    }

    public init(_ definition: Value, partitions: Partitions) throws(EndpointProblem) {
        parameters = (definition["parameters"] ?? [:]).members.map { pair in
            Parameter(
                name: pair.name, isRequired: pair.value["required"]?.flag ?? false, standard: pair.value["default"],
                builtIn: pair.value.text("builtIn"), type: pair.value.text("type")?.lowercased() ?? "string")
        }
        rules = try EndpointRule.all(definition["rules"])
        self.partitions = partitions
    }

    /// What AWS calls the settings that the rules' parameters take, by parameter: `Region` is `AWS::Region`.
    public var builtIns: [String: String] {
        Dictionary(
            parameters.compactMap { parameter in parameter.builtIn.map { (parameter.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The endpoint for some parameters; those that the rules don't know are ignored.
    public func endpoint(_ given: Members) throws(EndpointProblem) -> Endpoint {
        var scope: [String: Value] = [:]
        for parameter in parameters {
            guard let value = given[parameter.name].flatMap({ $0.isNull ? nil : $0 }) ?? parameter.standard else {
                if parameter.isRequired { throw .refused("Cannot find value for required parameter \(parameter.name)") }
                continue
            }
            let fits =
                switch (parameter.type, value) {
                case ("string", .string), ("boolean", .bool), ("stringarray", .list): true
                default: false
                }
            guard fits else { throw .refused("parameter \(parameter.name) is not a \(parameter.type)") }
            scope[parameter.name] = value
        }
        guard let found = try EndpointEvaluation(partitions: partitions, scope: scope).first(of: rules) else {
            throw .noRule
        }
        return found
    }
}
