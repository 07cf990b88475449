import CloudCalls
import Providers
import Resources
import Values

/// An EBS volume; it can grow but not shrink.
enum Volume {
    static let driver = EC2Kind(
        schema: KindSchema(
            kind: "AWS::EC2::Volume", service: "ec2", identity: .tags,
            rules: ["AvailabilityZone", "Encrypted", "KmsKeyId"].map { PropertyRule($0, .replaces) }
                + [PropertyRule("Size", .onlyGrows)],
            durations: ExpectedDurations(create: .seconds(12)), holdsData: true),
        resourceType: "volume", describe: "DescribeVolumes", items: "Volumes", id: "VolumeId",
        goneStates: ["deleted"], create: "CreateVolume",
        createMembers: ["AvailabilityZone", "Size", "VolumeType", "Encrypted", "KmsKeyId"], takesToken: true,
        delete: "VolumeId",
        read: { element in
            (
                EC2Kind.members(["AvailabilityZone", "Size", "VolumeType", "Encrypted", "KmsKeyId"], of: element),
                EC2Kind.members(["VolumeId", "AvailabilityZone"], of: element)
            )
        },
        alsoNeeded: ["kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"],
        changeCalls: ["ModifyVolume"],
        change: { (target, found, _, cloud) async throws(AWSError) in
            try await cloud.call(
                "ec2", "ModifyVolume", target.region,
                [
                    "VolumeId": .string(found.physicalID),
                    "Size": .int(max(target.properties.number("Size") ?? 0, found.properties.number("Size") ?? 0)),
                    "VolumeType": target.properties["VolumeType"] ?? .null,
                ])
        })
}
