import CloudCalls
import Providers
import Resources
import Values

/// The attachment of a volume to an instance.
struct VolumeAttachment: KindDriver {
    let schema = KindSchema(
        kind: "AWS::EC2::VolumeAttachment", service: "ec2", identity: .naturalKey,
        rules: ["VolumeId", "InstanceId", "Device"].map { PropertyRule($0, .replaces) },
        durations: ExpectedDurations(create: .seconds(8), delete: .seconds(10)))
    let calls = KindCalls(
        reads: ["DescribeVolumes"],
        changes: ["AttachVolume"],
        deletes: ["DetachVolume"])

    func naturalKey(of properties: Value) -> String? {
        guard let volume = properties.text("VolumeId"), let instance = properties.text("InstanceId") else { return nil }
        return "\(volume)/\(instance)"
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = ["Filters": IdentityTags.filters(for: scope)]
        if case .one(let target) = scope {
            let volume =
                target.properties["VolumeId"]
                ?? .string(target.physicalID.split(separator: "/").first.map(String.init) ?? "")
            input = ["VolumeIds": [volume]]
        }
        let volumes = try await cloud.pages("ec2", "DescribeVolumes", scope.region, input, items: "Volumes")
        return volumes.flatMap { volume in
            (volume["Attachments"]?.elements ?? []).map { attachment in
                let key = "\(volume.text("VolumeId") ?? "")/\(attachment.text("InstanceId") ?? "")"
                let state = attachment.text("State") ?? ""
                return Found(
                    physicalID: key,
                    status: state == "attached"
                        ? .ready : state == "detaching" ? .deleting : .pending("it is \(state)"),
                    properties: EC2Kind.members(["VolumeId", "InstanceId", "Device"], of: attachment),
                    attributes: [:], naturalKey: key)
            }
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("ec2", "AttachVolume", target.region, target.properties)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {}

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "ec2", "DetachVolume", target.region, EC2Kind.members(["VolumeId", "InstanceId"], of: found.properties))
    }
}
