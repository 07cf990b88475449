import Providers

extension AllKinds {
    static let clusterKinds: [any KindDriver] = []
}
