/// What FakeAWS answers for `elbv2`.
enum ELBv2 {
    static let definition = ServiceDefinition(
        service: "elbv2",
        operations: [LoadBalancers.operations, TargetGroups.operations, Listeners.operations].reduce(into: [:]) {
            $0.merge($1) { first, _ in first }
        },
        events: [LoadBalancers.events, TargetGroups.events].reduce(into: [:]) { $0.merge($1) { first, _ in first } })

    static let loadBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer"
    static let targetGroup = "AWS::ElasticLoadBalancingV2::TargetGroup"
    static let listener = "AWS::ElasticLoadBalancingV2::Listener"
    static let rule = "AWS::ElasticLoadBalancingV2::ListenerRule"
}
