import CloudCalls
import Values

/// What FakeAWS answers for `resourcegroupstaggingapi`: tagged things of a region, by ARN.
///
/// It knows no IAM roles and no Auto Scaling groups (tagging API reference, supported services); global things are
/// listed in us-east-1.
enum Tagging {
    static let definition = ServiceDefinition(
        service: "resourcegroupstaggingapi", operations: ["GetResources": get, "GetTagKeys": keys])

    private static let unsupported: Set<String> = ["AWS::IAM::Role", "AWS::AutoScaling::AutoScalingGroup"]
    /// Where objects keep their ARNs; what lies in another comes before what it lies in.
    private static let arnMembers = [
        "logGroupArn", "Arn", "ARN", "arn", "CertificateArn", "TopicArn", "RuleArn", "ListenerArn", "TargetGroupArn",
        "LoadBalancerArn", "nodegroupArn", "addonArn", "accessEntryArn", "associationArn", "AlarmArn", "DBInstanceArn",
        "DBSubnetGroupArn", "DBParameterGroupArn", "repositoryArn",
    ]

    private static let arnRanks = Dictionary(
        uniqueKeysWithValues: arnMembers.enumerated().map { ($0.element, $0.offset) })

    private static func objects(
        _ cloud: Cloud, _ call: Call, where isWanted: (CloudObject) -> Bool = { _ in true }
    ) -> [CloudObject] {
        cloud.objects.values.filter { object in
            guard !object.tags.isEmpty,
                object.region == call.region || (object.region == "global" && call.region == "us-east-1"),
                isWanted(object)
            else { return false }
            // Objects inside a cluster are none of AWS's.
            return !object.key.type.hasPrefix("Kubernetes::") && !unsupported.contains(object.key.type)
        }.sorted { $0.sequence < $1.sequence }
    }

    private static func arn(_ object: CloudObject, _ cloud: Cloud) -> String {
        var named: (rank: Int, arn: String)?
        for pair in object.attributes.members {
            guard case .string(let text) = pair.value, text.hasPrefix("arn:"), let rank = arnRanks[pair.name],
                rank < named?.rank ?? .max
            else { continue }
            named = (rank, text)
        }
        if let named { return named.arn }
        let region = object.region == "global" ? "" : object.region
        let parts = object.key.type.components("::")
        let service = parts.count > 1 ? parts[1].lowercased() : "unknown"
        // EC2's identifiers begin with the resource's kind: `vpc-0123`, `subnet-0123`.
        let id = object.id
        if service == "ec2" {
            return "arn:aws:ec2:\(region):\(cloud.account):\(resourceName(parts.last ?? ""))/\(id)"
        }
        if service == "route53" { return "arn:aws:route53:::\(resourceName(parts.last ?? ""))/\(id)" }
        return "arn:aws:\(service):\(region):\(cloud.account):\((parts.last ?? "").lowercased())/\(id)"
    }

    private static let resourceNames = [
        "VPC": "vpc", "EIP": "elastic-ip", "NatGateway": "natgateway", "VPCEndpoint": "vpc-endpoint",
        "FlowLog": "vpc-flow-log", "VPCPeeringConnection": "vpc-peering-connection", "HostedZone": "hostedzone",
        "HealthCheck": "healthcheck", "InternetGateway": "internet-gateway", "RouteTable": "route-table",
        "SecurityGroup": "security-group", "LaunchTemplate": "launch-template",
    ]

    private static func resourceName(_ kind: String) -> String { resourceNames[kind] ?? kind.lowercased() }

    @Sendable private static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let filters = call.input["TagFilters"]?.elements ?? []
        guard filters.count <= 50 else { throw AWSError("InvalidParameterException", "At most 50 tag filters.") }
        let types = call.input["ResourceTypeFilters"]?.texts ?? []
        let arns = call.input["ResourceARNList"]?.texts
        guard arns == nil || (filters.isEmpty && types.isEmpty && (1...100).contains(arns?.count ?? 0)) else {
            throw AWSError("InvalidParameterException", "ResourceARNList takes 1 to 100 ARNs and no filters.")
        }
        let wanted = filters.map { (key: $0.text("Key") ?? "", values: $0["Values"]?.texts ?? []) }
        let found = objects(cloud, call) { object in
            wanted.allSatisfy { filter in
                guard let value = object.tags[filter.key] else { return false }
                return filter.values.isEmpty || filter.values.contains(value)
            }
        }
        let named = found.map { (arn: arn($0, cloud), object: $0) }.filter {
            arns?.contains($0.arn) ?? fits($0.arn, types)
        }
        var page = call.page(
            named, items: "ResourceTagMappingList", size: "ResourcesPerPage", limit: 100, marker: "PaginationToken",
            next: "PaginationToken"
        ) { ["ResourceARN": .string($0.arn), "Tags": $0.object.tagList] }
        page["PaginationToken"] = page["PaginationToken"] ?? ""
        return page
    }

    /// A type is a service, as in `ec2`, or that and a kind, as in `ec2:vpc`.
    private static func fits(_ arn: String, _ types: [String]) -> Bool {
        guard !types.isEmpty else { return true }
        let parts = arn.components(":")
        let service = parts.count > 2 ? parts[2] : ""
        let type = parts.count > 5 ? "\(service):\(parts[5].components("/")[0])" : ""
        return types.contains { $0 == type || $0 == service }
    }

    @Sendable private static func keys(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let keys = Set(objects(cloud, call).flatMap(\.tags.keys)).sorted()
        return call.page(
            keys.map(Value.string), items: "TagKeys", marker: "PaginationToken", next: "PaginationToken")
    }
}
