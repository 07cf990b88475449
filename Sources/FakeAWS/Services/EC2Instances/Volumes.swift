import CloudCalls
import Values

/// EBS volumes and their attachments.
enum Volumes {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateVolume": create, "DescribeVolumes": EC2Type.volume.describe(), "DeleteVolume": delete,
        "AttachVolume": attach, "DetachVolume": detach, "ModifyVolume": modify,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "ec2.volumeAvailable": { cloud, event in
            guard cloud.objects[event.key]?.status == "creating" else { return }
            cloud.update(event.key) { $0.status = "available" }
        },
        "ec2.volumeAttached": { cloud, event in
            setAttachment(event.key, "attached", &cloud)
            let machine = cloud.objects[event.key]?.attributes["Attachments"]?.elements.first?.text("InstanceId") ?? ""
            let instance = CloudObject.Key(EC2Type.instance.type, event.key.region, machine)
            // Its boot script looks for the disk every few seconds.
            if cloud.objects[instance]?.hidden["waitsForDisk"]?.flag == true {
                cloud.schedule("ec2.booted", after: .seconds(15), on: instance)
            }
        },
        "ec2.volumeDetached": { cloud, event in
            cloud.update(event.key) {
                $0.status = "available"
                $0.attributes["Attachments"] = []
            }
        },
    ]

    private static func setAttachment(_ key: CloudObject.Key, _ state: String, _ cloud: inout Cloud) {
        cloud.update(key) {
            $0.attributes["Attachments"] = .list(
                ($0.attributes["Attachments"]?.elements ?? []).map { $0.merging(["State": .string(state)]) })
        }
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let zone = try call.required("AvailabilityZone")
        guard Zones.names(in: call.region).contains(zone) else {
            throw AWSError("InvalidZone.NotFound", "The zone '\(zone)' does not exist.")
        }
        return try cloud.once(call, token: call.input.text("ClientToken")) { (cloud) throws(AWSError) in
            let id = cloud.freshID("vol-")
            let key = cloud.insertEC2(
                .volume, call, id: id, status: "creating",
                [
                    "VolumeId": .string(id), "AvailabilityZone": .string(zone), "Size": call.input["Size"] ?? 8,
                    "VolumeType": call.input["VolumeType"] ?? "gp3", "Encrypted": call.input["Encrypted"] ?? false,
                    "KmsKeyId": call.input["KmsKeyId"] ?? .null, "Attachments": [],
                    "CreateTime": .string(call.now.timestamp), "Iops": 3000, "Throughput": 125,
                ])
            cloud.schedule("ec2.volumeAvailable", after: .seconds(10), on: key)
            guard let volume = cloud.objects[key] else { return [:] }
            return EC2Type.volume.shown(volume).compacted
        }
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let volume = try cloud.ec2(.volume, call, call.required("VolumeId"))
        guard volume.status != "in-use" else {
            throw AWSError("VolumeInUse", "Volume \(volume.id) is currently attached")
        }
        cloud.remove(volume.key)
        cloud.loseRows(on: volume.id)
        return [:]
    }

    @Sendable private static func attach(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let volume = try cloud.ec2(.volume, call, call.required("VolumeId"))
        let instance = try cloud.ec2(.instance, call, call.required("InstanceId"))
        let device = try call.required("Device")
        guard volume.status == "available" else {
            throw AWSError(
                volume.status == "in-use" ? "VolumeInUse" : "IncorrectState", "vol \(volume.id) is \(volume.status)")
        }
        guard instance.status == "running" || instance.status == "stopped" else {
            throw AWSError("IncorrectState", "Instance '\(instance.id)' is not 'running'.")
        }
        let zone = volume.attributes.text("AvailabilityZone")
        guard zone == instance.attributes["Placement"]?.text("AvailabilityZone") else {
            throw AWSError("InvalidVolume.ZoneMismatch", "The volume '\(volume.id)' is not in the instance's zone.")
        }
        let attachment: Value = [
            "VolumeId": .string(volume.id), "InstanceId": .string(instance.id), "Device": .string(device),
            "State": "attaching", "DeleteOnTermination": false, "AttachTime": .string(call.now.timestamp),
        ]
        cloud.update(volume.key) {
            $0.status = "in-use"
            $0.attributes["Attachments"] = [attachment]
        }
        cloud.schedule("ec2.volumeAttached", after: .seconds(5), on: volume.key)
        return attachment
    }

    @Sendable private static func detach(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let volume = try cloud.ec2(.volume, call, call.required("VolumeId"))
        guard let attachment = volume.attributes["Attachments"]?.elements.first else {
            throw AWSError("IncorrectState", "Volume '\(volume.id)' is in the 'available' state.")
        }
        setAttachment(volume.key, "detaching", &cloud)
        cloud.schedule("ec2.volumeDetached", after: .seconds(8), on: volume.key)
        return attachment.merging(["State": "detaching"])
    }

    @Sendable private static func modify(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let volume = try cloud.ec2(.volume, call, call.required("VolumeId"))
        let size = call.input.number("Size") ?? volume.attributes.number("Size") ?? 8
        guard size >= volume.attributes.number("Size") ?? 0 else {
            throw AWSError("InvalidParameterValue", "New size cannot be smaller than existing size")
        }
        let modification: Value = [
            "VolumeId": .string(volume.id), "ModificationState": "modifying", "TargetSize": .int(size), "Progress": 0,
            "OriginalSize": volume.attributes["Size"] ?? .null,
            "OriginalVolumeType": volume.attributes["VolumeType"] ?? .null,
            "TargetVolumeType": call.input["VolumeType"] ?? volume.attributes["VolumeType"] ?? .null,
            "StartTime": .string(call.now.timestamp),
        ]
        cloud.update(volume.key) {
            $0.attributes["Size"] = .int(size)
            if let type = call.input["VolumeType"] { $0.attributes["VolumeType"] = type }
        }
        return ["VolumeModification": modification]
    }
}
