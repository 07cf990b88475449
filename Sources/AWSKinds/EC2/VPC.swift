import CloudCalls
import Providers
import Resources
import Values

/// A virtual network. CreateVpc has no client token (EC2 API reference): its tags are its identity.
struct VPC: EC2Tagged {
    let schema = KindSchema(
        kind: "AWS::EC2::VPC", service: "ec2", identity: .tags,
        rules: [PropertyRule("CidrBlock", .replaces)], durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeVpcs", "DescribeVpcAttribute"],
        changes: ["CreateVpc", "ModifyVpcAttribute", "DescribeTags", "CreateTags", "DeleteTags"],
        deletes: ["DeleteVpc"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let vpcs = try await cloud.pages(
            "ec2", "DescribeVpcs", scope.region, ["Filters": IdentityTags.filters(for: scope)], items: "Vpcs")
        var found: [Found] = []
        for vpc in vpcs {
            let id = vpc.text("VpcId") ?? ""
            found.append(
                Found(
                    physicalID: id,
                    status: vpc.text("State") == "available"
                        ? .ready : .pending("the VPC is \(vpc.text("State") ?? "")"),
                    properties: [
                        "CidrBlock": vpc["CidrBlock"] ?? .null,
                        "EnableDnsSupport": try await attribute("enableDnsSupport", of: id, scope.region, cloud),
                        "EnableDnsHostnames": try await attribute("enableDnsHostnames", of: id, scope.region, cloud),
                    ],
                    attributes: ["VpcId": .string(id)],
                    tags: IdentityTags.parse(vpc["Tags"])))
        }
        return found
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "ec2", "CreateVpc", target.region,
            [
                "CidrBlock": target.properties["CidrBlock"] ?? .null,
                "TagSpecifications": IdentityTags.specification("vpc", for: target),
            ])
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        // ModifyVpcAttribute takes one attribute a call.
        for name in ["EnableDnsSupport", "EnableDnsHostnames"] where differences.contains(name) {
            try await cloud.call(
                "ec2", "ModifyVpcAttribute", target.region,
                ["VpcId": .string(found.physicalID), name: ["Value": target.properties[name] ?? .null]])
        }
        if differences.contains("Tags") { try await EC2Tags.update(target, found, cloud) }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("ec2", "DeleteVpc", target.region, ["VpcId": .string(found.physicalID)])
    }

    private func attribute(
        _ name: String, of id: String, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> Value {
        let output = try await cloud.read(
            "ec2", "DescribeVpcAttribute", region, ["VpcId": .string(id), "Attribute": .string(name)])
        let member = name.prefix(1).uppercased() + name.dropFirst()
        return output[member]?["Value"] ?? .null
    }
}
