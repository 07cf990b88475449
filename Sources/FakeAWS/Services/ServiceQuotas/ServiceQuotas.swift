import CloudCalls
import Values

/// What FakeAWS answers for `service-quotas`: the quotas of a young account that a platform can meet.
enum ServiceQuotas {
    static let definition = ServiceDefinition(
        service: "service-quotas",
        operations: [
            "GetServiceQuota": get, "GetAWSDefaultServiceQuota": get, "ListServiceQuotas": list,
            "ListAWSDefaultServiceQuotas": list,
        ])

    private struct Quota {
        let service: String
        let code: String
        let name: String
        let value: Double
        var isGlobal = false
    }

    // Codes: VPC guide, amazon-vpc-limits; EC2 guide, ec2-on-demand-instances; Route 53 guide, DNSLimitations.
    private static let quotas = [
        Quota(service: "vpc", code: "L-F678F1CE", name: "VPCs per Region", value: 5),
        Quota(service: "vpc", code: "L-A4707A72", name: "Internet gateways per Region", value: 5),
        Quota(service: "vpc", code: "L-FE5A380F", name: "NAT gateways per Availability Zone", value: 5),
        Quota(service: "vpc", code: "L-E79EC296", name: "VPC security groups per Region", value: 2500),
        Quota(service: "vpc", code: "L-0EA8095F", name: "Inbound or outbound rules per security group", value: 60),
        Quota(service: "vpc", code: "L-2AFB9258", name: "Security groups per network interface", value: 5),
        Quota(service: "vpc", code: "L-1B52E74A", name: "Gateway VPC endpoints per Region", value: 20),
        Quota(service: "vpc", code: "L-DF5E4CA3", name: "Network interfaces per Region", value: 5000),
        Quota(service: "ec2", code: "L-0263D0A3", name: "EC2-VPC Elastic IPs", value: 5),
        // Raised already, to what the load model counts with: nobody could raise it here.
        Quota(
            service: "ec2", code: "L-1216C47A",
            name: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", value: 2500),
        Quota(service: "route53", code: "L-4EA4796A", name: "Hosted zones", value: 500, isGlobal: true),
        Quota(service: "route53", code: "L-ACB674F3", name: "Health checks", value: 200, isGlobal: true),
        Quota(service: "rds", code: "L-7B6409FD", name: "DB instances", value: 40),
        Quota(
            service: "elasticloadbalancing", code: "L-53DA6B97", name: "Application Load Balancers per Region",
            value: 50),
        Quota(service: "eks", code: "L-1194D53C", name: "Clusters", value: 100),
    ]

    private static func shown(_ quota: Quota, _ cloud: Cloud, _ call: Call) -> Value {
        [
            "ServiceCode": .string(quota.service), "QuotaCode": .string(quota.code), "QuotaName": .string(quota.name),
            "QuotaArn": .string(
                "arn:aws:servicequotas:\(call.region):\(cloud.account):\(quota.service)/\(quota.code)"),
            "Value": .double(quota.value), "Unit": "None", "Adjustable": true, "GlobalQuota": .bool(quota.isGlobal),
        ]
    }

    @Sendable private static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let service = try call.required("ServiceCode")
        let code = try call.required("QuotaCode")
        guard let quota = quotas.first(where: { $0.service == service && $0.code == code }) else {
            throw AWSError(
                "NoSuchResourceException", "The request failed because the specified service quota does not exist.")
        }
        return ["Quota": shown(quota, cloud, call)]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let service = try call.required("ServiceCode")
        let own = quotas.filter { $0.service == service }
        guard !own.isEmpty else {
            throw AWSError("NoSuchResourceException", "The service \(service) has no quotas here.")
        }
        return call.page(own.map { shown($0, cloud, call) }, items: "Quotas")
    }
}
