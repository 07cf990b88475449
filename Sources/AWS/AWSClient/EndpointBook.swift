import AWSCredentials
import AWSEndpoints
import AWSModels
import CloudCalls
import Synchronization

/// The endpoint rules of each service, read once, when it is first called.
final class EndpointBook: Sendable {
    private struct Read {
        var partitions: Partitions?
        var rules: [String: EndpointRuleSet] = [:]
    }

    private let read = Mutex(Read())

    /// The endpoint of a call: what the configuration names, or what AWS's rules give; without one, AWS's own.
    func endpoint(
        _ request: AWSRequest, _ operation: OperationModel, configuration: SharedConfiguration?
    ) throws(EndpointProblem) -> Endpoint {
        var settings = EndpointSettings(region: request.region)
        if let configuration {
            settings.usesFIPS = configuration.usesFIPS
            settings.usesDualStack = configuration.usesDualStack
            settings.url = configuration.endpointURL(serviceID: operation.metadata.serviceID)
        }
        // A server of one's own seldom has a name for each bucket; botocore does the same.
        settings.forcesPathStyle = settings.url != nil
        return try rules(request.service).endpoint(for: operation, input: request.input, settings: settings)
    }

    private func rules(_ service: String) throws(EndpointProblem) -> EndpointRuleSet {
        if let known = read.withLock({ $0.rules[service] }) { return known }
        let known = read.withLock { $0.partitions }
        let partitions: Partitions
        if let known { partitions = known } else { partitions = try Partitions() }
        let rules = try EndpointRuleSet(embedded: service, partitions: partitions)
        read.withLock { read in
            read.partitions = partitions
            read.rules[service] = rules
        }
        return rules
    }
}
