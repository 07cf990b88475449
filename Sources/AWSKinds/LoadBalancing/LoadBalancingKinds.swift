import Providers

extension AllKinds {
    static let loadBalancingKinds: [any KindDriver] = []
}
