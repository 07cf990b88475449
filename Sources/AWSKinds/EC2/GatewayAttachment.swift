import CloudCalls
import Providers
import Resources
import Values

/// The attachment of an internet gateway to its VPC.
struct GatewayAttachment: KindDriver {
    let schema = KindSchema(
        kind: "AWS::EC2::VPCGatewayAttachment", service: "ec2", identity: .naturalKey,
        rules: ["VpcId", "InternetGatewayId"].map { PropertyRule($0, .replaces) }, durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeInternetGateways"],
        changes: ["AttachInternetGateway"],
        deletes: ["DetachInternetGateway"])

    func naturalKey(of properties: Value) -> String? {
        guard let gateway = properties.text("InternetGatewayId"), let vpc = properties.text("VpcId") else { return nil }
        return "\(gateway)/\(vpc)"
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = [:]
        switch scope {
        case .platform: input = ["Filters": IdentityTags.filters(for: scope)]
        case .one(let target):
            let gateway =
                target.properties["InternetGatewayId"]
                ?? .string(target.physicalID.split(separator: "/").first.map(String.init) ?? "")
            input = ["InternetGatewayIds": [gateway]]
        }
        let gateways = try await cloud.pages(
            "ec2", "DescribeInternetGateways", scope.region, input, items: "InternetGateways")
        return gateways.flatMap { gateway in
            (gateway["Attachments"]?.elements ?? []).map { attachment in
                let key = "\(gateway.text("InternetGatewayId") ?? "")/\(attachment.text("VpcId") ?? "")"
                return Found(
                    physicalID: key, status: .ready,
                    properties: [
                        "VpcId": attachment["VpcId"] ?? .null,
                        "InternetGatewayId": gateway["InternetGatewayId"] ?? .null,
                    ], attributes: [:], naturalKey: key)
            }
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("ec2", "AttachInternetGateway", target.region, target.properties)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {}

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("ec2", "DetachInternetGateway", target.region, found.properties)
    }
}
