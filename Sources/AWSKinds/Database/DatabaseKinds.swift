import Providers

extension AllKinds {
    static let databaseKinds: [any KindDriver] = []
}
