import Values

extension Cloud {
    /// Every RDS instance of every region, also those that listings do not show yet.
    var allDatabases: [CloudObject] { regions(of: RDS.instance).flatMap { allEvenHidden(RDS.instance, $0) } }

    /// Those that people use: in a blue/green deployment not the one beside.
    var usedDatabases: [CloudObject] { allDatabases.filter { !BlueGreenDeployments.isAside($0) } }
}

extension CloudObject {
    /// Whether it is an RDS instance that follows another.
    var isReadReplica: Bool { attributes["ReadReplicaSourceDBInstanceIdentifier"] != nil }
}
