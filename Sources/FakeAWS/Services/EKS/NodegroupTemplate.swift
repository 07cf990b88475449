import CloudCalls
import Values

/// The launch template that EKS makes for a node group from its settings and the user's template.
enum NodegroupTemplate {
    /// What the nodes are launched with.
    /// - Parameter input: `launchTemplate`, `instanceTypes`, `amiType` as in CreateNodegroup.
    static func data(
        _ input: Value, version: String, _ cluster: CloudObject, _ cloud: Cloud
    ) throws(AWSError) -> Value {
        let ami = input.text("amiType") ?? "AL2023_x86_64_STANDARD"
        var data: Value = [
            "ImageId": .string("ami-eks-\(version)-\(ami)"),
            "InstanceType": input["instanceTypes"]?.elements.first ?? "t3.medium",
            "SecurityGroupIds": [cluster.attributes["resourcesVpcConfig"]?["clusterSecurityGroupId"] ?? ""],
            "MetadataOptions": ["HttpTokens": "required", "HttpPutResponseHopLimit": 2],
        ]
        guard let template = input["launchTemplate"] else { return data }
        var specification: Value = [:]
        specification["LaunchTemplateId"] = template["id"]
        specification["LaunchTemplateName"] = template["id"] == nil ? template["name"] : nil
        specification["Version"] = template["version"]
        guard let own = cloud.launchData(specification, cluster.region) else {
            throw AWSError("InvalidParameterException", "Launch template details can't be found.")
        }
        guard own["InstanceType"] == nil || input["instanceTypes"] == nil else {
            throw AWSError(
                "InvalidParameterException",
                "You cannot specify instance types in both the launch template and the request.")
        }
        guard own["IamInstanceProfile"] == nil else {
            throw AWSError("InvalidParameterException", "You cannot specify an instance profile in a launch template.")
        }
        data = data.merging(own)
        return data
    }

    static func insert(
        _ name: String, _ data: Value, _ tags: [String: String], _ call: Call, _ cloud: inout Cloud
    ) -> String {
        let id = cloud.freshID("lt-")
        cloud.insert(
            CloudObject(
                CloudObject.Key(EC2Type.launchTemplate.type, call.region, id),
                attributes: [
                    "LaunchTemplateId": .string(id), "LaunchTemplateName": .string(name), "LatestVersionNumber": 1,
                    "DefaultVersionNumber": 1, "CreateTime": .string(call.now.timestamp),
                ], hidden: ["versions": [data]], tags: tags, createdAt: call.now))
        return id
    }

    /// Gives a node group's template a new version, and has its nodes replaced one by one.
    static func roll(_ group: CloudObject, to data: Value, _ cloud: inout Cloud) {
        let id = group.hidden.text("template") ?? ""
        let key = CloudObject.Key(EC2Type.launchTemplate.type, group.region, id)
        let versions = (cloud.objects[key]?.hidden["versions"]?.elements ?? []) + [data]
        cloud.update(key) {
            $0.hidden["versions"] = .list(versions)
            $0.attributes["LatestVersionNumber"] = .int(versions.count)
        }
        let refresh = cloud.freshID("refresh-")
        cloud.update(Nodegroups.scalingGroup(group)) {
            $0.attributes["LaunchTemplate"] = [
                "LaunchTemplateId": .string(id), "Version": .string(String(versions.count)),
            ]
            // New nodes come before old ones are drained (EKS user guide, "Understand each phase of node updates").
            $0.hidden["refresh"] = [
                "InstanceRefreshId": .string(refresh), "Status": "InProgress",
                "Preferences": ["MaxHealthyPercentage": 110],
            ]
        }
    }

    /// Gives up on a new version: nodes that don't serve end, and what replaces them is of the version before.
    static func giveUp(_ group: CloudObject, _ cloud: inout Cloud) {
        let key = Nodegroups.scalingGroup(group)
        let members = cloud.objects[key]?.hidden["instances"]?.elements ?? []
        let failed = members.filter { !cloud.isInstanceServing($0.text("InstanceId") ?? "", group.region) }
        let version = cloud.objects[key]?.attributes["LaunchTemplate"]?.text("Version").flatMap { Int($0) } ?? 2
        cloud.update(key) {
            $0.hidden["refresh"]?["Status"] = "Failed"
            $0.hidden["instances"] = .list(members.filter { !failed.contains($0) })
            $0.attributes["LaunchTemplate"]?["Version"] = .string(String(max(1, version - 1)))
        }
        for member in failed { cloud.leaveGroup(member.text("InstanceId") ?? "", key) }
    }
}
