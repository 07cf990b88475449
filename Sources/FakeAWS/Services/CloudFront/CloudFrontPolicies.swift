import CloudCalls
import Values

/// Cache policies and origin request policies, which differ in their words only. Neither can be tagged.
struct CloudFrontPolicies: Sendable {
    static let cache = CloudFrontPolicies(
        noun: "CachePolicy", plural: "CachePolicies", id: "CachePolicyId", required: ["MinTTL"],
        managed: [
            "658327ea-f89d-4fab-a63d-7e88639e58f6": "Managed-CachingOptimized",
            "4135ea2d-6df8-44a3-9df3-4b5a84be39ad": "Managed-CachingDisabled",
        ])
    static let originRequest = CloudFrontPolicies(
        noun: "OriginRequestPolicy", plural: "OriginRequestPolicies", id: "OriginRequestPolicyId",
        required: ["HeadersConfig", "CookiesConfig", "QueryStringsConfig"],
        managed: [
            "216adef6-5c7f-47e4-b989-5492eafa07d3": "Managed-AllViewer",
            "b689b0a8-53d0-40ab-baf2-68738e2966ac": "Managed-AllViewerExceptHostHeader",
        ])

    /// For example `CachePolicy`, as in `CreateCachePolicy` and `CachePolicyConfig`.
    let noun: String
    let plural: String
    /// The member by which a distribution's behaviour names one.
    let id: String
    let required: [String]
    /// AWS's own, by id (CloudFront guide, using-managed-cache-policies).
    let managed: [String: String]

    private var type: String { "AWS::CloudFront::\(noun)" }
    private var configName: String { noun + "Config" }

    var operations: [String: ServiceDefinition.Handler] {
        [
            "Create\(noun)": { (cloud, call) throws(AWSError) in try create(&cloud, call) },
            "Get\(noun)": { (cloud, call) throws(AWSError) in
                let policy = try find(call, cloud)
                return [noun: shown(policy), "ETag": policy.hidden["ETag"] ?? ""]
            },
            "Get\(noun)Config": { (cloud, call) throws(AWSError) in
                let policy = try find(call, cloud)
                return [configName: policy.attributes[configName] ?? [:], "ETag": policy.hidden["ETag"] ?? ""]
            },
            "List\(plural)": { (cloud, call) throws(AWSError) in list(cloud, call) },
            "Update\(noun)": { (cloud, call) throws(AWSError) in try update(&cloud, call) },
            "Delete\(noun)": { (cloud, call) throws(AWSError) in try delete(&cloud, call) },
        ]
    }

    private func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let id = try call.required("Id")
        guard let policy = cloud.object(type, "global", id) else {
            throw AWSError("NoSuch\(noun)", "The \(noun) does not exist.")
        }
        return policy
    }

    /// Whether a distribution may name this id.
    func isKnown(_ id: String, _ cloud: Cloud) -> Bool {
        managed[id] != nil || cloud.object(type, "global", id) != nil
    }

    private func shown(_ policy: CloudObject) -> Value { policy.attributes.merging(["Id": .string(policy.id)]) }

    private func checked(_ call: Call) throws(AWSError) -> Value {
        guard let config = call.input[configName], let name = config.text("Name"), !name.isEmpty else {
            throw AWSError("InvalidArgument", "\(configName).Name is required.")
        }
        for member in required where config[member] == nil {
            throw AWSError("InvalidArgument", "\(configName).\(member) is required.")
        }
        try CloudFront.checkQuantities(config)
        if let least = config.number("MinTTL"), let usual = config.number("DefaultTTL"),
            let most = config.number("MaxTTL"), least > usual || usual > most
        {
            throw AWSError("InvalidArgument", "The TTLs must rise from MinTTL over DefaultTTL to MaxTTL.")
        }
        let headers = config["HeadersConfig"]?["Headers"]?["Items"]?.texts ?? []
        if noun == "OriginRequestPolicy", headers.contains(where: { $0.lowercased() == "authorization" }) {
            throw AWSError("InvalidArgument", "The parameter Headers contains Authorization that is not allowed.")
        }
        return config
    }

    private func checkName(_ config: Value, besides id: String?, _ cloud: Cloud) throws(AWSError) {
        let name = config.text("Name") ?? ""
        let isTaken = cloud.allEvenHidden(type, "global").contains {
            $0.id != id && $0.attributes[configName]?.text("Name") == name
        }
        guard !isTaken, !managed.values.contains(name) else {
            throw AWSError("\(noun)AlreadyExists", "The \(noun) \(name) already exists.")
        }
    }

    private func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let config = try checked(call)
        try checkName(config, besides: nil, cloud)
        guard cloud.allEvenHidden(type, "global").count < 20 else {
            throw AWSError("TooMany\(plural)", "You have reached the maximum number of \(plural).")
        }
        let hash = cloud.freshID("", digits: 32)
        let id = [(0, 8), (8, 4), (12, 4), (16, 4), (20, 12)].map { String(hash.dropFirst($0.0).prefix($0.1)) }
            .joined(separator: "-")
        let tag = Value.string(cloud.freshID("E", digits: 13).uppercased())
        let policy = CloudObject(
            CloudObject.Key(type, "global", id),
            attributes: [configName: config, "LastModifiedTime": .string(call.now.timestamp)],
            hidden: ["ETag": tag], createdAt: call.now)
        cloud.insert(policy)
        return [noun: shown(policy), "ETag": tag]
    }

    private func list(_ cloud: Cloud, _ call: Call) -> Value {
        var all: [Value] = []
        if call.input.text("Type") != "custom" {
            for (id, name) in managed.sorted(by: { $0.key < $1.key }) {
                let policy: Value = ["Id": .string(id), configName: ["Name": .string(name)]]
                all.append(["Type": "managed", noun: policy])
            }
        }
        if call.input.text("Type") != "managed" {
            all += cloud.all(type, "global").map { ["Type": "custom", noun: shown($0)] }
        }
        return [noun + "List": CloudFront.page(all, call, hasMarker: false)]
    }

    private func update(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let policy = try find(call, cloud)
        let config = try checked(call)
        try CloudFront.checkTag(call, policy)
        try checkName(config, besides: policy.id, cloud)
        let tag = Value.string(cloud.freshID("E", digits: 13).uppercased())
        cloud.update(policy.key) {
            $0.attributes[configName] = config
            $0.attributes["LastModifiedTime"] = .string(call.now.timestamp)
            $0.hidden["ETag"] = tag
        }
        return [noun: shown(try find(call, cloud)), "ETag": tag]
    }

    private func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let policy = try find(call, cloud)
        try CloudFront.checkTag(call, policy)
        guard !Distributions.names(policy.id, as: id, cloud) else {
            throw AWSError(
                "\(noun)InUse", "Cannot delete the \(noun) because it is attached to one or more cache behaviors.")
        }
        cloud.remove(policy.key)
        return [:]
    }
}
