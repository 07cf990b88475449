/// What FakeAWS answers for `ec2` about networks.
enum EC2Network {
    static let definition = ServiceDefinition(
        service: "ec2",
        operations: [
            VPCs.operations, RouteTables.operations, SecurityGroups.operations, Gateways.operations,
            Interfaces.operations, Endpoints.operations, EC2Tagging.operations, NetworkACLs.operations,
        ].reduce(into: [:]) { $0.merge($1) { first, _ in first } },
        events: [Gateways.events, Interfaces.events, Endpoints.events].reduce(into: [:]) {
            $0.merge($1) { first, _ in first }
        })
}
