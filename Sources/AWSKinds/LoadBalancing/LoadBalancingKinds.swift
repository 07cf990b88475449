import Providers

extension AllKinds {
    static let loadBalancingKinds: [any KindDriver] = [
        LoadBalancer(), TargetGroup(), TargetRegistration(), Listener(), ListenerRule(),
    ]
}
