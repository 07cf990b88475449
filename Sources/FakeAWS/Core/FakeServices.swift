/// Every service that FakeAWS answers for.
enum FakeServices {
    static let definitions: [ServiceDefinition] = [
        EC2Network.definition, EC2Instances.definition, IAM.definition, STS.definition, KMS.definition,
        SecretsManager.definition, SSM.definition, Logs.definition, CloudWatch.definition, Budgets.definition,
        ECR.definition, ACM.definition, Route53.definition, CloudFront.definition, ELBv2.definition,
        AutoScaling.definition, RDS.definition, ElastiCache.definition, EKS.definition, SNS.definition,
        ServiceQuotas.definition, Tagging.definition, S3.definition,
    ]

    /// Handlers by `service.Operation`.
    static let operations: [String: ServiceDefinition.Handler] = {
        var all: [String: ServiceDefinition.Handler] = [:]
        for definition in definitions {
            for (operation, handler) in definition.operations { all["\(definition.service).\(operation)"] = handler }
        }
        return all
    }()

    /// Event handlers by name.
    static let events: [String: ServiceDefinition.EventHandler] = {
        var all: [String: ServiceDefinition.EventHandler] = [:]
        for definition in definitions { all.merge(definition.events) { first, _ in first } }
        all.merge(Rollouts.events) { first, _ in first }
        return all
    }()
}
