import CloudCalls
import Values

/// Instances.
///
/// Source: EC2 API reference; RunInstances' idempotency and the hour for which terminated instances stay visible are
/// on its pages "Ensuring idempotency" and DescribeInstances.
enum Instances {
    static let operations: [String: ServiceDefinition.Handler] = [
        "RunInstances": run, "DescribeInstances": describe, "TerminateInstances": terminate,
        "StopInstances": stop, "StartInstances": start, "DescribeInstanceStatus": describeStatus,
        "DescribeInstanceAttribute": describeAttribute, "ModifyInstanceAttribute": modifyAttribute,
        "ModifyInstanceMetadataOptions": modifyMetadata, "DescribeImages": describeImages,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "ec2.running": { cloud, event in
            guard cloud.objects[event.key]?.status == "pending" else { return }
            cloud.update(event.key) { $0.status = "running" }
        },
        "ec2.booted": booted,
        "ec2.stopped": { cloud, event in
            guard cloud.objects[event.key]?.status == "stopping" else { return }
            cloud.update(event.key) { $0.status = "stopped" }
        },
        "ec2.terminated": { cloud, event in
            cloud.finishTermination(event.key)
            cloud.schedule("ec2.instanceForgotten", after: .hours(1), on: event.key)
        },
        "ec2.instanceForgotten": { cloud, event in cloud.remove(event.key) },
    ]

    /// How long until the status checks pass and user data has run.
    static let bootTime = TimeSpan.seconds(90)

    @Sendable private static func run(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let subnet = try cloud.ec2(.subnet, call, call.required("SubnetId"))
        for id in call.input["SecurityGroupIds"]?.texts ?? [] { _ = try cloud.ec2(.securityGroup, call, id) }
        let image = try call.required("ImageId")
        guard image.hasPrefix("ami-") || image.hasPrefix("resolve:ssm:") else {
            throw AWSError("InvalidAMIID.Malformed", "Invalid id: \"\(image)\"")
        }
        // Ids of AWS's own form; those of the fake's images are none.
        let digits = image.dropFirst(4)
        if image.hasPrefix("ami-"), [8, 17].contains(digits.count), digits.allSatisfy(\.isHexDigit) {
            throw AWSError("InvalidAMIID.NotFound", "The image id '[\(image)]' does not exist")
        }
        try BootData.check(call.input.text("UserData"))
        if let profile = call.input["IamInstanceProfile"]?.text("Name") {
            let object = cloud.object("AWS::IAM::InstanceProfile", "global", profile.lowercased())
            guard let object, call.now >= object.createdAt + .seconds(8) else {
                throw AWSError(
                    "InvalidParameterValue",
                    "Value (\(profile)) for parameter iamInstanceProfile.name is invalid. "
                        + "Invalid IAM Instance Profile name")
            }
        }
        let zone = subnet.attributes.text("AvailabilityZone") ?? ""
        guard cloud.faults.canLaunch(in: zone) else {
            // EC2 guide, "Insufficient instance capacity".
            throw AWSError(
                "InsufficientInstanceCapacity",
                "We currently do not have sufficient \(call.input.text("InstanceType") ?? "instance") capacity in the "
                    + "Availability Zone you requested (\(zone)).")
        }
        return try cloud.once(call, token: call.input.text("ClientToken")) { (cloud) throws(AWSError) in
            let id = cloud.launchInstance(
                region: call.region, subnetID: subnet.id, template: call.input, tags: call.tags(for: "instance"),
                owner: "")
            guard let instance = cloud.object(EC2Type.instance.type, call.region, id) else { return [:] }
            return ["Instances": [shown(instance)], "OwnerId": .string(cloud.account), "ReservationId": "r-0"]
        }
    }

    static func shown(_ instance: CloudObject) -> Value {
        var value = EC2Type.instance.shown(instance)
        let codes = ["pending": 0, "running": 16, "shutting-down": 32, "terminated": 48, "stopping": 64, "stopped": 80]
        value["State"] = ["Name": .string(instance.status), "Code": .int(codes[instance.status] ?? 0)]
        return value
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let flat = try EC2Type.instance.describe { object, _ in shown(object) }(&cloud, call)
        var output: Value = [:]
        output["Reservations"] = .list(
            (flat["Instances"]?.elements ?? []).map {
                ["Instances": [$0], "OwnerId": .string(cloud.account), "ReservationId": "r-0"]
            })
        if let next = flat["NextToken"] { output["NextToken"] = next }
        return output
    }

    private static func named(_ call: Call, _ cloud: Cloud) throws(AWSError) -> [CloudObject] {
        var found: [CloudObject] = []
        for id in call.input["InstanceIds"]?.texts ?? [] { found.append(try cloud.ec2(.instance, call, id)) }
        return found
    }

    private static func changes(_ before: [CloudObject], _ call: Call, _ cloud: Cloud) -> Value {
        .list(
            before.map { old in
                let now = cloud.object(EC2Type.instance.type, call.region, old.id)
                return [
                    "InstanceId": .string(old.id), "PreviousState": shown(old)["State"] ?? .null,
                    "CurrentState": now.flatMap { shown($0)["State"] } ?? .null,
                ]
            })
    }

    @Sendable private static func terminate(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let instances = try named(call, cloud)
        for instance in instances where instance.hidden["DisableApiTermination"]?.flag == true {
            throw AWSError(
                "OperationNotPermitted",
                "The instance '\(instance.id)' may not be terminated. Modify its 'disableApiTermination' attribute.")
        }
        for instance in instances { cloud.terminateInstance(instance.id, region: call.region) }
        return ["TerminatingInstances": changes(instances, call, cloud)]
    }

    @Sendable private static func stop(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let instances = try named(call, cloud)
        for instance in instances where ["running", "pending"].contains(instance.status) {
            cloud.update(instance.key) {
                $0.status = "stopping"
                $0.hidden["booted"] = nil
            }
            cloud.schedule("ec2.stopped", after: .seconds(30), on: instance.key)
        }
        return ["StoppingInstances": changes(instances, call, cloud)]
    }

    @Sendable private static func start(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let instances = try named(call, cloud)
        for instance in instances where !["stopped", "running", "pending"].contains(instance.status) {
            throw AWSError("IncorrectInstanceState", "The instance '\(instance.id)' is not in a valid state")
        }
        for instance in instances where instance.status == "stopped" {
            cloud.update(instance.key) { $0.status = "pending" }
            cloud.schedule("ec2.running", after: .seconds(20), on: instance.key)
            cloud.schedule("ec2.booted", after: bootTime, on: instance.key)
        }
        return ["StartingInstances": changes(instances, call, cloud)]
    }

    @Sendable private static func describeStatus(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let wanted = call.input["InstanceIds"]?.texts ?? []
        for id in wanted { _ = try cloud.ec2(.instance, call, id) }
        let includesAll = call.input["IncludeAllInstances"]?.flag == true
        let statuses = cloud.all(EC2Type.instance.type, call.region).filter {
            (wanted.isEmpty || wanted.contains($0.id)) && (includesAll || $0.status == "running")
        }.map { instance -> Value in
            let isDead = cloud.faults.deadZones.contains(
                instance.attributes["Placement"]?.text("AvailabilityZone") ?? "")
            // They ask the operating system, which is up while a boot script still waits.
            let isUp = instance.hidden["booted"]?.flag == true || instance.hidden["waitsForDisk"]?.flag == true
            let check: String = isDead ? "impaired" : isUp ? "ok" : "initializing"
            return [
                "InstanceId": .string(instance.id), "InstanceState": shown(instance)["State"] ?? .null,
                "InstanceStatus": ["Status": .string(check)], "SystemStatus": ["Status": .string(check)],
                "AvailabilityZone": instance.attributes["Placement"]?["AvailabilityZone"] ?? .null,
            ]
        }
        return call.page(statuses, items: "InstanceStatuses")
    }

    @Sendable private static func describeAttribute(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let instance = try cloud.ec2(.instance, call, call.required("InstanceId"))
        let attribute = try call.required("Attribute")
        let name = attribute.prefix(1).uppercased() + attribute.dropFirst()
        let value: Value = ["Value": instance.hidden[name] ?? instance.attributes[name] ?? .null]
        return ["InstanceId": .string(instance.id), name: value.compacted]
    }

    @Sendable private static func modifyAttribute(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let instance = try cloud.ec2(.instance, call, call.required("InstanceId"))
        if let value = call.input["DisableApiTermination"]?["Value"] {
            cloud.update(instance.key) { $0.hidden["DisableApiTermination"] = value }
        }
        if let type = call.input["InstanceType"]?["Value"] {
            guard instance.status == "stopped" else {
                throw AWSError("IncorrectInstanceState", "The instance '\(instance.id)' is not in the 'stopped' state.")
            }
            cloud.update(instance.key) { $0.attributes["InstanceType"] = type }
        }
        if let groups = call.input["Groups"]?.texts {
            for id in groups { _ = try cloud.ec2(.securityGroup, call, id) }
            cloud.update(instance.key) {
                $0.attributes["SecurityGroups"] = .list(groups.map { ["GroupId": .string($0)] })
            }
        }
        return [:]
    }

    @Sendable private static func modifyMetadata(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let instance = try cloud.ec2(.instance, call, call.required("InstanceId"))
        var options = instance.attributes["MetadataOptions"] ?? [:]
        for name in ["HttpTokens", "HttpEndpoint", "HttpPutResponseHopLimit"] {
            if let value = call.input[name] { options[name] = value }
        }
        let changed = options
        cloud.update(instance.key) { $0.attributes["MetadataOptions"] = changed }
        return ["InstanceId": .string(instance.id), "InstanceMetadataOptions": options]
    }

    @Sendable private static func describeImages(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let images = ["arm64", "x86_64"].map { architecture -> Value in
            [
                "ImageId": .string("ami-0al2023\(architecture.prefix(3))"), "State": "available",
                "Architecture": .string(architecture), "OwnerId": "137112412989",
                "Name": .string("al2023-ami-2023.9.20261101.0-kernel-6.1-\(architecture)"),
            ]
        }
        return call.page(images, items: "Images")
    }

    private static func booted(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let instance = cloud.objects[event.key], instance.status == "running" else { return }
        let script = BootData.script(instance.hidden.text("UserData") ?? "")
        let disk = cloud.dataDisk(of: event.key.id, in: event.key.region)
        guard disk != nil || !cloud.guest.waitsForDisk(bootedBy: script) else {
            cloud.update(event.key) { $0.hidden["waitsForDisk"] = true }
            return
        }
        let machineImage = instance.hidden["template"]?.text("ImageId") ?? ""
        guard !cloud.faults.brokenImages.contains(where: { machineImage.hasPrefix($0) || script.contains($0) }) else {
            cloud.schedule("ec2.booted", after: .seconds(30), on: event.key)
            return
        }
        let database =
            instance.hidden["database"] ?? cloud.guest.database(bootedBy: script, disk: disk).map(Value.string)
        let now = cloud.now.milliseconds
        cloud.update(event.key) {
            $0.hidden["booted"] = true
            $0.hidden["waitsForDisk"] = nil
            $0.hidden["bootedAt"] = .int(now)
            $0.hidden["database"] = database
            if script.contains("reconcile:boot") { $0.tags["reconcile:boot"] = "ready" }
        }
    }
}
