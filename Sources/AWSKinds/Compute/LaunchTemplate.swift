import CloudCalls
import Digests
import Providers
import Resources
import Values

/// A launch template; each change makes a version, which becomes the default one.
struct LaunchTemplate: KindDriver {
    let schema = KindSchema(
        kind: "AWS::EC2::LaunchTemplate", service: "ec2",
        identity: .name(property: "LaunchTemplateName", limit: 128),
        rules: [PropertyRule("LaunchTemplateName", .replaces)], durations: .instant,
        changingAttributes: ["LatestVersionNumber"])
    let calls = KindCalls(
        reads: ["DescribeLaunchTemplates", "DescribeLaunchTemplateVersions"],
        changes: [
            "CreateLaunchTemplate", "CreateLaunchTemplateVersion", "ModifyLaunchTemplate", "DescribeTags",
            "CreateTags", "DeleteTags",
        ],
        deletes: ["DeleteLaunchTemplate"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let templates = try await cloud.pages(
            "ec2", "DescribeLaunchTemplates", scope.region, ["Filters": IdentityTags.filters(for: scope)],
            items: "LaunchTemplates")
        guard !templates.isEmpty else { return [] }
        var input: Value = ["Versions": ["$Latest"]]
        if case .one = scope, let id = templates.first?["LaunchTemplateId"] { input["LaunchTemplateId"] = id }
        let versions = try await cloud.pages(
            "ec2", "DescribeLaunchTemplateVersions", scope.region, input, items: "LaunchTemplateVersions")
        return templates.map { template in
            let latest = versions.first { $0["LaunchTemplateId"] == template["LaunchTemplateId"] }
            var data = latest?["LaunchTemplateData"] ?? [:]
            if let script = data.text("UserData").flatMap(Base64.decode) {
                data["UserData"] = .string(UserDataForm.script(in: script))
            }
            // Data tags what is launched; the tags of the template itself are no part of it, whoever shows them there.
            if let tags = data["TagSpecifications"]?.elements {
                let launched = tags.filter { $0.text("ResourceType") != "launch-template" }
                data["TagSpecifications"] = launched.isEmpty ? nil : .list(launched)
            }
            return Found(
                physicalID: template.text("LaunchTemplateId") ?? "", status: .ready,
                properties: [
                    "LaunchTemplateName": template["LaunchTemplateName"] ?? .null, "LaunchTemplateData": data,
                    "IsDefaultLatest": .bool(template["LatestVersionNumber"] == template["DefaultVersionNumber"]),
                ],
                attributes: [
                    "LaunchTemplateId": template["LaunchTemplateId"] ?? .null,
                    "LatestVersionNumber": .string(String(template.number("LatestVersionNumber") ?? 1)),
                ], tags: IdentityTags.parse(template["Tags"]))
        }
    }

    func claim(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Bool {
        let name = target.properties["LaunchTemplateName"] ?? .null
        let named = try await cloud.pages(
            "ec2", "DescribeLaunchTemplates", target.region,
            ["Filters": [["Name": "launch-template-name", "Values": [name]]]], items: "LaunchTemplates")
        guard named.contains(where: { $0.text("LaunchTemplateId") == target.physicalID }) else {
            throw AWSError(
                "Provider.OtherName",
                "\(target.physicalID) is not the id of the launch template \(name.text ?? "") that the spec names.",
                service: "ec2", operation: "import", region: target.region)
        }
        try await EC2Tags.claim(target, cloud)
        return true
    }

    func normalized(_ properties: Value) -> Value { properties.merging(["IsDefaultLatest": true]) }

    private func data(_ target: Target) -> Value {
        var data = target.properties["LaunchTemplateData"] ?? [:]
        if let script = data.text("UserData") {
            data["UserData"] = .string(Base64.encode(UserDataForm.bytes(of: script)))
        }
        return data
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "ec2", "CreateLaunchTemplate", target.region,
            [
                "LaunchTemplateName": target.properties["LaunchTemplateName"] ?? .null,
                "LaunchTemplateData": data(target), "ClientToken": .string(target.token),
                "TagSpecifications": IdentityTags.specification("launch-template", for: target),
            ])
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let id = Value.string(found.physicalID)
        if differences.contains("Tags") { try await EC2Tags.update(target, found, cloud) }
        var latest = found.attributes["LatestVersionNumber"] ?? "1"
        if differences.contains("LaunchTemplateData") {
            let output = try await cloud.call(
                "ec2", "CreateLaunchTemplateVersion", target.region,
                ["LaunchTemplateId": id, "LaunchTemplateData": data(target), "ClientToken": .string(target.token)])
            latest = .string(String(output["LaunchTemplateVersion"]?.number("VersionNumber") ?? 1))
        }
        if differences.contains("LaunchTemplateData") || differences.contains("IsDefaultLatest") {
            try await cloud.call(
                "ec2", "ModifyLaunchTemplate", target.region, ["LaunchTemplateId": id, "DefaultVersion": latest])
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "ec2", "DeleteLaunchTemplate", target.region, ["LaunchTemplateId": .string(found.physicalID)])
    }
}
