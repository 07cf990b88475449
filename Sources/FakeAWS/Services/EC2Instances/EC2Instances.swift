/// What FakeAWS answers for `ec2` about instances, volumes and launch templates.
enum EC2Instances {
    static let definition = ServiceDefinition(
        service: "ec2",
        operations: [
            Instances.operations, Volumes.operations, LaunchTemplates.operations, ConsoleOutput.operations,
        ].reduce(into: [:]) { $0.merge($1) { first, _ in first } },
        events: [Instances.events, Volumes.events].reduce(into: [:]) { $0.merge($1) { first, _ in first } })
}
