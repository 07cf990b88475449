import CloudCalls
import Values

/// Launch templates and their versions, which never change once made.
enum LaunchTemplates {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateLaunchTemplate": create, "DescribeLaunchTemplates": describe,
        "CreateLaunchTemplateVersion": createVersion, "DescribeLaunchTemplateVersions": describeVersions,
        "ModifyLaunchTemplate": modify, "DeleteLaunchTemplate": delete,
    ]

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("LaunchTemplateName")
        try BootData.check(call.input["LaunchTemplateData"]?.text("UserData"))
        return try cloud.once(call, token: call.input.text("ClientToken")) { (cloud) throws(AWSError) in
            let isTaken = cloud.allEvenHidden(EC2Type.launchTemplate.type, call.region).contains {
                $0.attributes.text("LaunchTemplateName") == name
            }
            guard !isTaken else {
                throw AWSError("InvalidLaunchTemplateName.AlreadyExistsException", "\(name) is already in use.")
            }
            let id = cloud.freshID("lt-")
            let key = cloud.insertEC2(
                .launchTemplate, call, id: id,
                [
                    "LaunchTemplateId": .string(id), "LaunchTemplateName": .string(name),
                    "LatestVersionNumber": 1, "DefaultVersionNumber": 1,
                    "CreateTime": .string(call.now.timestamp),
                ], hidden: ["versions": [call.input["LaunchTemplateData"] ?? [:]]])
            guard let template = cloud.objects[key] else { return [:] }
            return ["LaunchTemplate": EC2Type.launchTemplate.shown(template)]
        }
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        for name in call.input["LaunchTemplateNames"]?.texts ?? [] {
            let isKnown = cloud.all(EC2Type.launchTemplate.type, call.region).contains {
                $0.attributes.text("LaunchTemplateName") == name
            }
            guard isKnown else {
                throw AWSError(
                    "InvalidLaunchTemplateName.NotFoundException", "The launch template \(name) does not exist.")
            }
        }
        var output = try EC2Type.launchTemplate.describe()(&cloud, call)
        if let names = call.input["LaunchTemplateNames"]?.texts {
            output["LaunchTemplates"] = .list(
                (output["LaunchTemplates"]?.elements ?? []).filter {
                    names.contains($0.text("LaunchTemplateName") ?? "")
                })
        }
        return output
    }

    @Sendable private static func createVersion(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let template = try cloud.ec2(.launchTemplate, call, call.required("LaunchTemplateId"))
        try BootData.check(call.input["LaunchTemplateData"]?.text("UserData"))
        return try cloud.once(call, token: call.input.text("ClientToken")) { (cloud) throws(AWSError) in
            let before = cloud.objects[template.key]?.hidden["versions"]?.elements ?? []
            // What the new version leaves out comes from its source (API reference, SourceVersion).
            let source = call.input.text("SourceVersion").flatMap { Int($0) } ?? 0
            let base = before.indices.contains(source - 1) ? before[source - 1] : [:]
            let data = base.merging(call.input["LaunchTemplateData"] ?? [:])
            let versions = before + [data]
            cloud.update(template.key) {
                $0.hidden["versions"] = .list(versions)
                $0.attributes["LatestVersionNumber"] = .int(versions.count)
            }
            return [
                "LaunchTemplateVersion": [
                    "LaunchTemplateId": .string(template.id), "VersionNumber": .int(versions.count),
                    "LaunchTemplateData": data,
                ]
            ]
        }
    }

    @Sendable private static func describeVersions(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        var templates: [CloudObject] = []
        if let id = call.input.text("LaunchTemplateId") {
            templates = [try cloud.ec2(.launchTemplate, call, id)]
        } else if call.input["Versions"]?.texts.isEmpty == false {
            // Without an id, versions $Latest and $Default of all templates (EC2 API reference).
            templates = cloud.all(EC2Type.launchTemplate.type, call.region)
        } else {
            throw AWSError("MissingParameter", "The request must contain LaunchTemplateId or Versions")
        }
        var shown: [Value] = []
        for template in templates {
            let versions = template.hidden["versions"]?.elements ?? []
            let standard = template.attributes.number("DefaultVersionNumber") ?? 1
            let wanted = call.input["Versions"]?.texts ?? []
            for (index, data) in versions.enumerated() {
                let names = [
                    String(index + 1), index + 1 == versions.count ? "$Latest" : "",
                    index + 1 == standard ? "$Default" : "",
                ]
                guard wanted.isEmpty || wanted.contains(where: { !$0.isEmpty && names.contains($0) }) else { continue }
                shown.append([
                    "LaunchTemplateId": .string(template.id), "VersionNumber": .int(index + 1),
                    "LaunchTemplateName": template.attributes["LaunchTemplateName"] ?? .null,
                    "DefaultVersion": .bool(index + 1 == standard), "LaunchTemplateData": data,
                ])
            }
        }
        return call.page(shown, items: "LaunchTemplateVersions")
    }

    @Sendable private static func modify(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let template = try cloud.ec2(.launchTemplate, call, call.required("LaunchTemplateId"))
        guard let version = call.input.text("DefaultVersion").flatMap({ Int($0) }),
            (1...(template.attributes.number("LatestVersionNumber") ?? 1)).contains(version)
        else {
            throw AWSError("InvalidLaunchTemplateId.VersionNotFound", "The version does not exist.")
        }
        cloud.update(template.key) { $0.attributes["DefaultVersionNumber"] = .int(version) }
        guard let changed = cloud.objects[template.key] else { return [:] }
        return ["LaunchTemplate": EC2Type.launchTemplate.shown(changed)]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let template = try cloud.ec2(.launchTemplate, call, call.required("LaunchTemplateId"))
        cloud.remove(template.key)
        return ["LaunchTemplate": EC2Type.launchTemplate.shown(template)]
    }
}

extension Cloud {
    /// The data of a template's version as an Auto Scaling group names it.
    func launchData(_ specification: Value?, _ region: String) -> Value? {
        let templates = allEvenHidden(EC2Type.launchTemplate.type, region)
        let template = templates.first {
            $0.id == specification?.text("LaunchTemplateId")
                || $0.attributes.text("LaunchTemplateName") == specification?.text("LaunchTemplateName")
        }
        guard let template else { return nil }
        let versions = template.hidden["versions"]?.elements ?? []
        let number: Int =
            switch specification?.text("Version") {
            case "$Latest"?: versions.count
            case .some(let text): Int(text) ?? template.attributes.number("DefaultVersionNumber") ?? 1
            case nil: template.attributes.number("DefaultVersionNumber") ?? 1
            }
        return versions.indices.contains(number - 1) ? versions[number - 1] : nil
    }
}
