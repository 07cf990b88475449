/// What FakeAWS answers for `rds`.
enum RDS {
    static let definition = ServiceDefinition(
        service: "rds",
        operations: DatabaseGroups.operations.merging(DatabaseInstances.operations) { first, _ in first }
            .merging(BlueGreenDeployments.operations) { first, _ in first },
        events: DatabaseInstances.events.merging(BlueGreenDeployments.events) { first, _ in first })

    static let instance = "AWS::RDS::DBInstance"
    static let deployment = "AWS::RDS::BlueGreenDeployment"
    static let subnetGroup = "AWS::RDS::DBSubnetGroup"
    static let parameterGroup = "AWS::RDS::DBParameterGroup"
    static let snapshot = "AWS::RDS::DBSnapshot"
}
