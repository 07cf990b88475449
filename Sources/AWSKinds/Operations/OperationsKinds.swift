import Providers

extension AllKinds {
    static let operationsKinds: [any KindDriver] = [
        LogGroup(), Alarm(), ImageRepository(), Parameter(), CommandDocument(), MachineStep(), Topic(), Subscription(), Budget(),
    ]
}
