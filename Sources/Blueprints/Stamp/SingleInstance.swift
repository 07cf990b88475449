import Resources
import Specs
import Values

/// Phase 0: one instance with everything on it, its data on a volume of its own.
struct SingleInstance {
    let stamp: RegionalStamp

    var resources: [Resource] { security + machine + alarms }

    private var security: [Resource] {
        let rules: [(String, Int)] = [("http", 80), ("https", 443)]
        let group = stamp.reference("instance/security-group", "GroupId")
        var all = [
            stamp.make(
                "instance/security-group", "AWS::EC2::SecurityGroup",
                [
                    "GroupName": .string(stamp.name("instance")), "Description": "The instance of phase 0",
                    "VpcId": stamp.reference("network/vpc", "VpcId"),
                ])
        ]
        for (name, port) in rules {
            all.append(
                stamp.make(
                    "instance/ingress/\(name)", "AWS::EC2::SecurityGroupIngress",
                    [
                        "GroupId": group, "IpProtocol": "tcp", "FromPort": .int(port), "ToPort": .int(port),
                        "CidrIpv4": "0.0.0.0/0", "Description": .string("\(name) from everywhere"),
                    ]))
        }
        all.append(
            stamp.make(
                "instance/egress/https", "AWS::EC2::SecurityGroupEgress",
                [
                    "GroupId": group, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIpv4": "0.0.0.0/0",
                    "Description": "AWS and registries",
                ]))
        return all
    }

    private var machine: [Resource] {
        [
            stamp.make(
                "instance/data-volume", "AWS::EC2::Volume",
                [
                    "AvailabilityZone": .string(stamp.region.name + "a"),
                    "Size": .int(stamp.spec.compute.dataVolume), "VolumeType": "gp3", "Encrypted": true,
                    "KmsKeyId": stamp.reference("keys/data", "Arn"),
                ], lifecycle: Lifecycle(isProtected: true, isKept: true)),
            stamp.make(
                "instance/machine", "AWS::EC2::Instance",
                [
                    "ImageId": .string(Architecture(instanceType: stamp.spec.compute.instanceType).imageParameter),
                    "InstanceType": .string(stamp.spec.compute.instanceType),
                    "SubnetId": stamp.reference("network/subnet/public-a", "SubnetId"),
                    "SecurityGroupIds": [stamp.reference("instance/security-group", "GroupId")],
                    "IamInstanceProfile": [
                        "Name": stamp.reference("global/identity/instance-profile", "InstanceProfileName")
                    ],
                    "UserData": .string(InstanceUserData.script(stamp.spec, stamp.region.name)),
                    "MetadataOptions": [
                        "HttpTokens": "required", "HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 2,
                    ],
                    "BlockDeviceMappings": [
                        [
                            "DeviceName": "/dev/xvda",
                            "Ebs": [
                                "VolumeSize": 30, "VolumeType": "gp3", "Encrypted": true, "DeleteOnTermination": true,
                            ],
                        ]
                    ],
                    "DisableApiTermination": true,
                ],
                dependsOn: [
                    "network/route/public-internet", "network/association/public-a", "instance/egress/https",
                    "database/secret", "global/identity/instance-policy",
                ]),
            stamp.make(
                "instance/data-attachment", "AWS::EC2::VolumeAttachment",
                [
                    "VolumeId": stamp.reference("instance/data-volume", "VolumeId"),
                    "InstanceId": stamp.reference("instance/machine", "InstanceId"), "Device": "/dev/sdf",
                ]),
            stamp.make(
                "instance/address", "AWS::EC2::EIP", ["Domain": "vpc"], dependsOn: ["network/internet-attachment"]),
            stamp.make(
                "instance/address-association", "AWS::EC2::EIPAssociation",
                [
                    "AllocationId": stamp.reference("instance/address", "AllocationId"),
                    "InstanceId": stamp.reference("instance/machine", "InstanceId"),
                ], dependsOn: ["instance/data-attachment"]),
        ]
    }

    private var alarms: [Resource] {
        let dimensions: Value = [["Name": "InstanceId", "Value": stamp.reference("instance/machine", "InstanceId")]]
        return [
            alarm("status", "StatusCheckFailed", dimensions, "Maximum", 1, "The instance fails its checks"),
            alarm("cpu", "CPUUtilization", dimensions, "Average", 80, "The instance is busy: phase 1 is due"),
        ]
    }

    private func alarm(
        _ name: String, _ metric: String, _ dimensions: Value, _ statistic: String, _ threshold: Int, _ text: String
    ) -> Resource {
        stamp.make(
            "alarms/instance-\(name)", "AWS::CloudWatch::Alarm",
            [
                "AlarmName": .string(stamp.name("instance-\(name)")), "AlarmDescription": .string(text),
                "Namespace": "AWS/EC2", "MetricName": .string(metric), "Dimensions": dimensions,
                "Statistic": .string(statistic), "Period": 300, "EvaluationPeriods": 2,
                "Threshold": .int(threshold), "ComparisonOperator": "GreaterThanOrEqualToThreshold",
                "TreatMissingData": "missing",
            ])
    }
}
