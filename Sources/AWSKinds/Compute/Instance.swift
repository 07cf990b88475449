import CloudCalls
import Digests
import Providers
import Resources
import Values

/// An instance. It is ready when its status checks pass; whether what it runs serves, the address in front of it tells.
struct Instance: EC2Tagged {
    let schema = KindSchema(
        kind: "AWS::EC2::Instance", service: "ec2", identity: .tags,
        rules: ["ImageId", "InstanceType", "SubnetId", "IamInstanceProfile", "UserData"].map {
            PropertyRule($0, .replaces)
        } + [
            PropertyRule("SecurityGroupIds", .unordered), PropertyRule("UserData", .writeOnly),
            PropertyRule("BlockDeviceMappings", .writeOnly), PropertyRule("DisableApiTermination", .writeOnly),
        ],
        durations: ExpectedDurations(create: .seconds(120), delete: .seconds(45), deadline: .minutes(20)))
    let calls = KindCalls(
        reads: ["DescribeInstances", "DescribeInstanceStatus"],
        changes: [
            "DescribeTags",
            "RunInstances", "ModifyInstanceAttribute", "ModifyInstanceMetadataOptions", "CreateTags", "DeleteTags",
        ],
        deletes: ["ModifyInstanceAttribute", "TerminateInstances"],
        alsoNeeded: ["iam:PassRole", "kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let reservations = try await cloud.pages(
            "ec2", "DescribeInstances", scope.region,
            [
                "Filters": .list(
                    IdentityTags.filters(for: scope).elements + [
                        [
                            "Name": "instance-state-name",
                            "Values": ["pending", "running", "shutting-down", "stopping", "stopped"],
                        ]
                    ])
            ], items: "Reservations")
        let instances = reservations.flatMap { $0["Instances"]?.elements ?? [] }
        guard !instances.isEmpty else { return [] }
        let checks = try await cloud.pages(
            "ec2", "DescribeInstanceStatus", scope.region,
            ["InstanceIds": .list(instances.compactMap { $0["InstanceId"] })], items: "InstanceStatuses")
        return instances.map { instance in
            let check = checks.first { $0["InstanceId"] == instance["InstanceId"] }
            return found(instance, check)
        }
    }

    private func found(_ instance: Value, _ check: Value?) -> Found {
        let tags = IdentityTags.parse(instance["Tags"])
        let state = instance["State"]?.text("Name") ?? ""
        var properties = EC2Kind.members(["ImageId", "InstanceType", "SubnetId"], of: instance)
        properties["SecurityGroupIds"] = .list(
            (instance["SecurityGroups"]?.elements ?? []).compactMap { $0["GroupId"] })
        properties["MetadataOptions"] = EC2Kind.members(
            ["HttpTokens", "HttpEndpoint", "HttpPutResponseHopLimit"], of: instance["MetadataOptions"] ?? [:])
        if let arn = instance["IamInstanceProfile"]?.text("Arn") {
            properties["IamInstanceProfile"] = ["Name": .string(String(arn.split(separator: "/").last ?? ""))]
        }
        var attributes = EC2Kind.members(["InstanceId", "PrivateIpAddress", "PublicIpAddress"], of: instance)
        attributes["AvailabilityZone"] = instance["Placement"]?["AvailabilityZone"]
        return Found(
            physicalID: instance.text("InstanceId") ?? "",
            status: status(state, instance, check),
            properties: properties, attributes: attributes, tags: tags.filter { $0.key != "reconcile:boot" })
    }

    private func status(
        _ state: String, _ instance: Value, _ check: Value?
    ) -> ResourceObservation.Status {
        switch state {
        case "shutting-down", "terminated": return .deleting
        case "running":
            let health = check?["InstanceStatus"]?.text("Status") ?? "initializing"
            return health == "ok"
                ? .ready : .pending("status checks of \(instance.text("InstanceId") ?? "") are \(health)")
        case "stopped", "stopping":
            return .failed(
                "The instance is \(state): \(instance["StateReason"]?.text("Message") ?? "no reason given").")
        default: return .pending("the instance is \(state)")
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EC2Kind.members(
            [
                "ImageId", "InstanceType", "SubnetId", "SecurityGroupIds", "IamInstanceProfile", "MetadataOptions",
                "BlockDeviceMappings", "DisableApiTermination",
            ], of: target.properties)
        if let script = target.properties.text("UserData") {
            input["UserData"] = .string(Base64.encode(UserDataForm.bytes(of: script)))
        }
        input["MinCount"] = 1
        input["MaxCount"] = 1
        input["ClientToken"] = .string(target.token)
        input["TagSpecifications"] = IdentityTags.specification("instance", for: target)
        try await cloud.call("ec2", "RunInstances", target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let id = Value.string(found.physicalID)
        if differences.contains("Tags") { try await EC2Tags.update(target, found, cloud) }
        if differences.contains("SecurityGroupIds") {
            try await cloud.call(
                "ec2", "ModifyInstanceAttribute", target.region,
                ["InstanceId": id, "Groups": target.properties["SecurityGroupIds"] ?? []])
        }
        if differences.contains("MetadataOptions") {
            try await cloud.call(
                "ec2", "ModifyInstanceMetadataOptions", target.region,
                (target.properties["MetadataOptions"] ?? [:]).merging(["InstanceId": id]))
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let id = Value.string(found.physicalID)
        // The plan has decided already; AWS's own guard against slips must step aside.
        try await cloud.call(
            "ec2", "ModifyInstanceAttribute", target.region,
            ["InstanceId": id, "DisableApiTermination": ["Value": false]])
        try await cloud.call("ec2", "TerminateInstances", target.region, ["InstanceIds": [id]])
    }
}
