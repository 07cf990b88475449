import CloudCalls
import Values

/// What FakeAWS answers for `service-quotas`: the quotas of a young account that a platform can meet, and their raises.
///
/// A raise that is asked for is granted after two minutes, as small ones are; by hand `Cloud.setQuota` does it at once.
enum ServiceQuotas {
    static let definition = ServiceDefinition(
        service: "service-quotas",
        operations: [
            "GetServiceQuota": get, "GetAWSDefaultServiceQuota": getDefault, "ListServiceQuotas": list,
            "ListAWSDefaultServiceQuotas": listDefault, "RequestServiceQuotaIncrease": requestIncrease,
            "ListRequestedServiceQuotaChangeHistory": history,
        ],
        events: ["service-quotas.granted": granted])
    /// The quotas that were raised.
    static let type = "AWS::FakeAWS::Quota"
    static let requestType = "AWS::FakeAWS::QuotaRequest"

    struct Quota {
        let service: String
        let code: String
        let name: String
        let value: Double
        var isGlobal = false

        /// Where it lies: what an account has without a region does so in us-east-1.
        func place(for region: String) -> String { isGlobal ? "us-east-1" : region }
    }

    // Codes: VPC guide, amazon-vpc-limits; EC2 guide, ec2-on-demand-instances; Route 53 guide, DNSLimitations.
    static let all = [
        Quota(service: "vpc", code: "L-F678F1CE", name: "VPCs per Region", value: 5),
        Quota(service: "vpc", code: "L-A4707A72", name: "Internet gateways per Region", value: 5),
        Quota(service: "vpc", code: "L-FE5A380F", name: "NAT gateways per Availability Zone", value: 5),
        Quota(service: "vpc", code: "L-E79EC296", name: "VPC security groups per Region", value: 2500),
        Quota(service: "vpc", code: "L-0EA8095F", name: "Inbound or outbound rules per security group", value: 60),
        Quota(service: "vpc", code: "L-2AFB9258", name: "Security groups per network interface", value: 5),
        Quota(service: "vpc", code: "L-1B52E74A", name: "Gateway VPC endpoints per Region", value: 20),
        Quota(service: "vpc", code: "L-DF5E4CA3", name: "Network interfaces per Region", value: 5000),
        Quota(service: "ec2", code: "L-0263D0A3", name: "EC2-VPC Elastic IPs", value: 5),
        // Raised already, to what the load model counts with.
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

    /// What is allowed in a region now.
    static func allowed(_ quota: Quota, _ region: String, _ cloud: Cloud) -> Double {
        number(cloud.object(type, quota.place(for: region), quota.code)?.attributes["Value"]) ?? quota.value
    }

    private static func number(_ value: Value?) -> Double? {
        switch value {
        case .double(let number)?: number
        case .int(let number)?: Double(number)
        default: nil
        }
    }

    /// What is allowed of a quota by its code, for what counts against it.
    static func allowed(_ code: String, _ region: String, _ cloud: Cloud) -> Int {
        guard !cloud.faults.spentQuotas.contains(region) else { return 0 }
        return all.first { $0.code == code }.map { Int(allowed($0, region, cloud)) } ?? .max
    }

    static func set(_ quota: Quota, _ region: String, to value: Double, _ cloud: inout Cloud) {
        let key = CloudObject.Key(type, quota.place(for: region), quota.code)
        if cloud.objects[key] != nil {
            cloud.update(key) { $0.attributes["Value"] = .double(value) }
        } else {
            cloud.insert(CloudObject(key, attributes: ["Value": .double(value)], createdAt: cloud.now))
        }
    }

    private static func shown(_ quota: Quota, _ value: Double, _ cloud: Cloud, _ call: Call) -> Value {
        [
            "ServiceCode": .string(quota.service), "QuotaCode": .string(quota.code), "QuotaName": .string(quota.name),
            "QuotaArn": .string(
                "arn:aws:servicequotas:\(call.region):\(cloud.account):\(quota.service)/\(quota.code)"),
            "Value": .double(value), "Unit": "None", "Adjustable": true, "GlobalQuota": .bool(quota.isGlobal),
        ]
    }

    private static func find(_ call: Call) throws(AWSError) -> Quota {
        let service = try call.required("ServiceCode")
        let code = try call.required("QuotaCode")
        guard let quota = all.first(where: { $0.service == service && $0.code == code }) else {
            throw AWSError(
                "NoSuchResourceException", "The request failed because the specified service quota does not exist.")
        }
        return quota
    }

    private static func own(_ call: Call) throws(AWSError) -> [Quota] {
        let service = try call.required("ServiceCode")
        let own = all.filter { $0.service == service }
        guard !own.isEmpty else {
            throw AWSError("NoSuchResourceException", "The service \(service) has no quotas here.")
        }
        return own
    }

    @Sendable private static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let quota = try find(call)
        return ["Quota": shown(quota, allowed(quota, call.region, cloud), cloud, call)]
    }

    @Sendable private static func getDefault(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let quota = try find(call)
        return ["Quota": shown(quota, quota.value, cloud, call)]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let quotas = try own(call).map { shown($0, allowed($0, call.region, cloud), cloud, call) }
        return call.page(quotas, items: "Quotas")
    }

    @Sendable private static func listDefault(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        call.page(try own(call).map { shown($0, $0.value, cloud, call) }, items: "Quotas")
    }

    // MARK: Raises

    /// Source: Service Quotas API reference, `RequestServiceQuotaIncrease` and its errors.
    @Sendable private static func requestIncrease(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let quota = try find(call)
        guard let wanted = number(call.input["DesiredValue"]) else {
            throw AWSError("IllegalArgumentException", "Invalid input was provided: DesiredValue is missing.")
        }
        guard wanted > allowed(quota, call.region, cloud) else {
            throw AWSError(
                "IllegalArgumentException", "You must provide a quota value greater than the current quota value.")
        }
        let region = quota.place(for: call.region)
        guard
            !cloud.all(requestType, region).contains(where: {
                $0.status == "PENDING" && $0.attributes.text("QuotaCode") == quota.code
            })
        else {
            throw AWSError(
                "ResourceAlreadyExistsException", "Only one open service quota increase request is allowed per quota.")
        }
        let id = cloud.freshID("", digits: 32)
        var attributes = shown(quota, wanted, cloud, call)
        attributes["Value"] = nil
        attributes["Adjustable"] = nil
        let request = CloudObject(
            CloudObject.Key(requestType, region, id), status: "PENDING",
            attributes: attributes.merging([
                "Id": .string(id), "DesiredValue": .double(wanted), "Created": .string(call.now.timestamp),
            ]), createdAt: call.now)
        cloud.insert(request)
        cloud.schedule("service-quotas.granted", after: .minutes(2), on: request.key, [:])
        return ["RequestedQuota": told(request)]
    }

    private static func told(_ request: CloudObject) -> Value {
        request.attributes.merging(["Status": .string(request.status)])
    }

    @Sendable private static func granted(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let request = cloud.objects[event.key],
            let value = number(request.attributes["DesiredValue"]),
            let quota = all.first(where: { $0.code == request.attributes.text("QuotaCode") })
        else { return }
        set(quota, event.key.region, to: value, &cloud)
        cloud.update(event.key) { $0.status = "APPROVED" }
    }

    @Sendable private static func history(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let service = call.input.text("ServiceCode")
        let requests = cloud.all(requestType, call.region).filter {
            service == nil || $0.attributes.text("ServiceCode") == service
        }
        return call.page(requests.map(told), items: "RequestedQuotas")
    }
}

extension Cloud {
    /// Sets what a quota allows in a region, as AWS would on request.
    /// - Parameter code: as Service Quotas names it, such as `L-0263D0A3`.
    /// - Returns: the quota's name; nil when there is none of that code here.
    public mutating func setQuota(_ code: String, in region: String, to value: Int) -> String? {
        guard let quota = ServiceQuotas.all.first(where: { $0.code == code }) else { return nil }
        ServiceQuotas.set(quota, region, to: Double(value), &self)
        return quota.name
    }

    /// Every quota that is known here, with what it allows in a region.
    public func quotas(in region: String) -> [(service: String, code: String, name: String, allowed: Int)] {
        ServiceQuotas.all.map { ($0.service, $0.code, $0.name, Int(ServiceQuotas.allowed($0, region, self))) }
    }
}
