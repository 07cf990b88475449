import CloudCalls
import Values

/// Listeners and their rules.
enum Listeners {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateListener": create, "DescribeListeners": describe, "ModifyListener": modify, "DeleteListener": delete,
        "CreateRule": createRule, "DescribeRules": describeRules, "ModifyRule": modifyRule, "DeleteRule": deleteRule,
    ]

    /// The target groups that an action forwards to.
    static func groups(of action: Value) -> [String] {
        let many = action["ForwardConfig"]?["TargetGroups"]?.elements.compactMap { $0.text("TargetGroupArn") } ?? []
        return (action.text("TargetGroupArn").map { [$0] } ?? []) + many
    }

    private static func checked(_ actions: Value?, _ call: Call, _ cloud: Cloud) throws(AWSError) -> Value {
        for action in actions?.elements ?? [] {
            for arn in groups(of: action) where cloud.object(ELBv2.targetGroup, call.region, arn) == nil {
                throw AWSError("TargetGroupNotFound", "Target group '\(arn)' not found")
            }
        }
        return actions ?? []
    }

    private static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        try LoadBalancers.find(call.required("ListenerArn"), ELBv2.listener, "ListenerNotFound", call, cloud)
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let balancer = try LoadBalancers.find(
            call.required("LoadBalancerArn"), ELBv2.loadBalancer, "LoadBalancerNotFound", call, cloud)
        let actions = try checked(call.input["DefaultActions"], call, cloud)
        let port = call.input["Port"] ?? 80
        let isTaken = cloud.allEvenHidden(ELBv2.listener, call.region).contains {
            $0.attributes.text("LoadBalancerArn") == balancer.id && $0.attributes["Port"] == port
        }
        guard !isTaken else { throw AWSError("DuplicateListener", "A listener already exists on this port") }
        let isSecure = call.input.text("Protocol") == "HTTPS"
        if isSecure {
            let arn = call.input["Certificates"]?.elements.first?.text("CertificateArn") ?? ""
            guard cloud.object("AWS::ACM::Certificate", call.region, arn)?.status == "ISSUED" else {
                throw AWSError("CertificateNotFound", "Certificate '\(arn)' not found")
            }
        }
        let base = balancer.id.components(":loadbalancer/").joined(separator: ":listener/")
        let arn = "\(base)/\(cloud.freshID("", digits: 16))"
        let attributes: Value = [
            "ListenerArn": .string(arn), "LoadBalancerArn": .string(balancer.id), "Port": port,
            "Protocol": call.input["Protocol"] ?? "HTTP", "DefaultActions": actions,
            "Certificates": call.input["Certificates"] ?? .null,
            "SslPolicy": isSecure ? call.input["SslPolicy"] ?? "ELBSecurityPolicy-2016-08" : .null,
        ]
        let key = CloudObject.Key(ELBv2.listener, call.region, arn)
        cloud.insert(
            CloudObject(
                key, attributes: attributes.compacted, tags: Call.tags(call.input["Tags"]), createdAt: call.now))
        return ["Listeners": [attributes.compacted]]
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let arns = call.input["ListenerArns"]?.texts
        let balancer = call.input.text("LoadBalancerArn")
        guard arns != nil || balancer != nil else {
            throw AWSError("ValidationError", "You must specify either listener ARNs or a load balancer ARN")
        }
        if let balancer {
            _ = try LoadBalancers.find(balancer, ELBv2.loadBalancer, "LoadBalancerNotFound", call, cloud)
        }
        let all = cloud.all(ELBv2.listener, call.region).filter {
            arns?.contains($0.id) ?? ($0.attributes.text("LoadBalancerArn") == balancer)
        }
        if let arns, all.count < arns.count { throw AWSError("ListenerNotFound", "One or more listeners not found") }
        return call.page(
            all.map(\.attributes), items: "Listeners", size: "PageSize", marker: "Marker", next: "NextMarker")
    }

    @Sendable private static func modify(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let listener = try find(call, cloud)
        _ = try checked(call.input["DefaultActions"], call, cloud)
        cloud.update(listener.key) {
            for name in ["Port", "Protocol", "DefaultActions", "Certificates", "SslPolicy"] {
                if let value = call.input[name] { $0.attributes[name] = value }
            }
        }
        return ["Listeners": .list(cloud.objects[listener.key].map { [$0.attributes] } ?? [])]
    }

    static func remove(_ listener: CloudObject, _ cloud: inout Cloud) {
        for rule in cloud.allEvenHidden(ELBv2.rule, listener.region) where rule.hidden.text("listener") == listener.id {
            cloud.remove(rule.key)
        }
        cloud.remove(listener.key)
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        remove(try find(call, cloud), &cloud)
        return [:]
    }

    // MARK: Rules

    @Sendable private static func createRule(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let listener = try find(call, cloud)
        let actions = try checked(call.input["Actions"], call, cloud)
        let priority = call.input.number("Priority") ?? 0
        guard (1...50_000).contains(priority) else { throw AWSError("ValidationError", "Priority is not valid") }
        let isTaken = cloud.allEvenHidden(ELBv2.rule, call.region).contains {
            $0.hidden.text("listener") == listener.id && $0.attributes.text("Priority") == String(priority)
        }
        guard !isTaken else { throw AWSError("PriorityInUse", "Priority '\(priority)' is currently in use") }
        let base = listener.id.components(":listener/").joined(separator: ":listener-rule/")
        let arn = "\(base)/\(cloud.freshID("", digits: 16))"
        let attributes: Value = [
            "RuleArn": .string(arn), "Priority": .string(String(priority)), "Actions": actions,
            "Conditions": call.input["Conditions"] ?? [], "IsDefault": false,
        ]
        cloud.insert(
            CloudObject(
                CloudObject.Key(ELBv2.rule, call.region, arn), attributes: attributes,
                hidden: ["listener": .string(listener.id)], tags: Call.tags(call.input["Tags"]), createdAt: call.now))
        return ["Rules": [attributes]]
    }

    private static func standardRule(_ listener: CloudObject) -> String {
        let base = listener.id.components(":listener/").joined(separator: ":listener-rule/")
        return "\(base)/\(listener.id.suffix(16))"
    }

    @Sendable private static func describeRules(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let arns = call.input["RuleArns"]?.texts
        let listener = call.input.text("ListenerArn")
        if listener != nil { _ = try find(call, cloud) }
        let all = cloud.all(ELBv2.rule, call.region).filter {
            arns?.contains($0.id) ?? ($0.hidden.text("listener") == listener)
        }
        // Every listener has a rule for what no other takes, which goes by its default actions.
        let standard = cloud.allEvenHidden(ELBv2.listener, call.region)
            .filter { arns?.contains(standardRule($0)) ?? ($0.id == listener) }
            .map { one -> Value in
                [
                    "RuleArn": .string(standardRule(one)), "Priority": "default", "Conditions": [],
                    "Actions": one.attributes["DefaultActions"] ?? [], "IsDefault": true,
                ]
            }
        let found = all.map(\.id) + standard.compactMap { $0.text("RuleArn") }
        if let arns, !Set(arns).isSubset(of: found) { throw AWSError("RuleNotFound", "One or more rules not found") }
        return call.page(
            all.map(\.attributes) + standard, items: "Rules", size: "PageSize", marker: "Marker", next: "NextMarker")
    }

    @Sendable private static func modifyRule(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let rule = try LoadBalancers.find(call.required("RuleArn"), ELBv2.rule, "RuleNotFound", call, cloud)
        _ = try checked(call.input["Actions"], call, cloud)
        cloud.update(rule.key) {
            for name in ["Actions", "Conditions"] { if let value = call.input[name] { $0.attributes[name] = value } }
        }
        return ["Rules": .list(cloud.objects[rule.key].map { [$0.attributes] } ?? [])]
    }

    @Sendable private static func deleteRule(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.remove(try LoadBalancers.find(call.required("RuleArn"), ELBv2.rule, "RuleNotFound", call, cloud).key)
        return [:]
    }
}
