import Providers

extension AllKinds {
    static let databaseKinds: [any KindDriver] = [
        DatabaseSubnetGroup(), DatabaseParameterGroup(), DatabaseInstance(), BlueGreenDeployment(),
    ]
}
