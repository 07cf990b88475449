/// What FakeAWS answers for `autoscaling`.
enum AutoScaling {
    static let definition = ServiceDefinition(
        service: "autoscaling",
        operations: ScalingGroups.operations.merging(ScalingPolicies.operations) { first, _ in first },
        events: ScalingGroups.events)

    static let group = "AWS::AutoScaling::AutoScalingGroup"
}
