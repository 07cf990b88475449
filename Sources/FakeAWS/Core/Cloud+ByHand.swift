import Values

extension Cloud {
    /// Takes an object away as a person at the console would: by its delete operation where there is a simple one, so
    /// that what belongs to it goes too; else without asking whether anything still needs it.
    public mutating func deleteByHand(_ key: CloudObject.Key) {
        let calls: [String: (service: String, operation: String, input: Value)] = [
            EC2Type.instance.type: ("ec2", "TerminateInstances", ["InstanceIds": [.string(key.id)]]),
            ELBv2.loadBalancer: ("elbv2", "DeleteLoadBalancer", ["LoadBalancerArn": .string(key.id)]),
            AutoScaling.group: (
                "autoscaling", "DeleteAutoScalingGroup",
                ["AutoScalingGroupName": .string(key.id), "ForceDelete": true]
            ),
        ]
        if let call = calls[key.type] {
            let answer = handle(
                service: call.service, operation: call.operation, region: key.region, input: call.input, at: now)
            if case .success = answer.result { return }
            // Protected ones are taken away all the same.
            if key.type == EC2Type.instance.type { return terminateInstance(key.id, region: key.region) }
        }
        remove(key)
    }
}
