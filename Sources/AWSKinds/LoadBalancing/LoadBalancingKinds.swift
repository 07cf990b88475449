import Providers

extension AllKinds {
    static let loadBalancingKinds: [any KindDriver] = [LoadBalancer(), TargetGroup(), Listener(), ListenerRule()]
}
