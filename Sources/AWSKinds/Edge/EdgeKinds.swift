import Providers

extension AllKinds {
    static let edgeKinds: [any KindDriver] = []
}
