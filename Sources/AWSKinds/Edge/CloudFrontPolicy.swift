import CloudCalls
import Providers
import Resources
import Values

/// A cache policy or an origin request policy. Neither can be tagged: the name is the identity.
struct CloudFrontPolicy: KindDriver {
    static let cache = CloudFrontPolicy(
        noun: "CachePolicy", plural: "CachePolicies",
        members: ["Name", "Comment", "DefaultTTL", "MaxTTL", "MinTTL", "ParametersInCacheKeyAndForwardedToOrigin"])
    static let originRequest = CloudFrontPolicy(
        noun: "OriginRequestPolicy", plural: "OriginRequestPolicies",
        members: ["Name", "Comment", "HeadersConfig", "CookiesConfig", "QueryStringsConfig"])

    private let noun: String
    private let plural: String
    private let members: [String]
    let schema: KindSchema
    let calls: KindCalls

    private init(noun: String, plural: String, members: [String]) {
        self.noun = noun
        self.plural = plural
        self.members = members
        calls = KindCalls(
            reads: ["List\(plural)", "Get\(noun)Config"], changes: ["Create\(noun)", "Update\(noun)"],
            deletes: ["Delete\(noun)"])
        schema = KindSchema(
            kind: Kind("AWS::CloudFront::\(noun)"), service: "cloudfront", identity: .naturalKey,
            rules: [PropertyRule("Name", .replaces)], durations: .instant)
    }

    func naturalKey(of properties: Value) -> String? { properties.text("Name") }

    func normalized(_ properties: Value) -> Value { Self.sorted(properties) }

    /// The order of `Items` means nothing to CloudFront, here or deeper.
    private static func sorted(_ value: Value) -> Value {
        guard case .object(let members) = value else { return value }
        return .object(
            Members(
                members.map { pair in
                    if pair.name == "Items", pair.value.texts.count == pair.value.elements.count {
                        return (pair.name, .strings(pair.value.texts.sorted()))
                    }
                    return (pair.name, sorted(pair.value))
                }))
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = ["Type": "custom"]
        var found: [Found] = []
        while true {
            let page = try await cloud.read("cloudfront", "List\(plural)", scope.region, input)[noun + "List"] ?? [:]
            for item in page["Items"]?.elements ?? [] {
                guard let policy = item[noun], let config = policy[noun + "Config"] else { continue }
                let name = config.text("Name") ?? ""
                found.append(
                    Found(
                        physicalID: policy.text("Id") ?? "", status: .ready,
                        properties: normalized(EC2Kind.members(members, of: config)),
                        attributes: EC2Kind.members(["Id"], of: policy), naturalKey: name))
            }
            guard let next = page.text("NextMarker"), !next.isEmpty else { return found }
            input["Marker"] = .string(next)
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "cloudfront", "Create\(noun)", target.region,
            [noun + "Config": EC2Kind.members(members, of: target.properties)])
    }

    private func version(_ id: Value, _ region: String, _ cloud: CloudAccess) async throws(AWSError) -> Value {
        try await cloud.read("cloudfront", "Get\(noun)Config", region, ["Id": id])["ETag"] ?? .null
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let id = Value.string(found.physicalID)
        try await cloud.call(
            "cloudfront", "Update\(noun)", target.region,
            [
                "Id": id, "IfMatch": try await version(id, target.region, cloud),
                noun + "Config": EC2Kind.members(members, of: target.properties),
            ])
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let id = Value.string(found.physicalID)
        try await cloud.call(
            "cloudfront", "Delete\(noun)", target.region,
            ["Id": id, "IfMatch": try await version(id, target.region, cloud)])
    }
}
