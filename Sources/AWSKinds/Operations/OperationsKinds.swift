import Providers

extension AllKinds {
    static let operationsKinds: [any KindDriver] = [
        LogGroup(), Alarm(), ImageRepository(), ImageReplication(), Parameter(), CommandDocument(), MachineStep(),
        Topic(), Subscription(), Budget(),
    ]
}
