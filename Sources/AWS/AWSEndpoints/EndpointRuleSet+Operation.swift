public import AWSModels
public import Values

extension EndpointRuleSet {
    /// The endpoint of calls whose operation makes no difference.
    public func endpoint(_ settings: EndpointSettings) throws(EndpointProblem) -> Endpoint {
        try endpoint(ruleParameters(settings.builtIns))
    }

    /// The endpoint of one call.
    public func endpoint(
        for operation: OperationModel, input: Value, settings: EndpointSettings
    ) throws(EndpointProblem) -> Endpoint {
        try endpoint(for: operation, input: input, builtIns: settings.builtIns)
    }

    /// The endpoint of one call, with the settings under AWS's names for them.
    ///
    /// Of one parameter's sources the operation goes before its input, and that before the settings (Smithy 2.0,
    /// "Rules engine parameter traits").
    func endpoint(
        for operation: OperationModel, input: Value, builtIns settings: Members
    ) throws(EndpointProblem) -> Endpoint {
        var parameters = ruleParameters(settings)
        // Who asks where a bucket is can't sign for its region; a path-style address does not mind (S3,
        // "GetBucketLocation").
        if operation.metadata.service == "s3", operation.name == "GetBucketLocation" {
            parameters["ForcePathStyle"] = true
        }
        for member in operation.structure(operation.input)?.members ?? [] {
            guard let name = member.reference.traits.contextParameter, let value = input[member.name] else { continue }
            parameters[name] = value
        }
        for pair in operation.endpointParameters { parameters[pair.name] = pair.value }
        return try endpoint(parameters)
    }

    /// What the rules take of some settings, under the rules' own names.
    private func ruleParameters(_ settings: Members) -> Members {
        Members(builtIns.compactMap { name, builtIn in settings[builtIn].map { (name, $0) } })
    }
}
