import Resources
import Specs
import Values

/// Phase 1's instances: a launch template and the Auto Scaling group that keeps them, in private subnets.
struct Fleet {
    let stamp: RegionalStamp

    var resources: [Resource] {
        let compute = stamp.spec.compute
        let group = stamp.name("fleet")
        return [
            stamp.make(
                "fleet/launch-template", "AWS::EC2::LaunchTemplate",
                ["LaunchTemplateName": .string(stamp.name("fleet", limit: 128)), "LaunchTemplateData": data],
                dependsOn: ["global/identity/instance-policy"],
                lifecycle: Lifecycle(createsBeforeDestroy: true), since: 1),
            stamp.make(
                "fleet/group", "AWS::AutoScaling::AutoScalingGroup",
                [
                    "AutoScalingGroupName": .string(group), "MinSize": .int(compute.minInstances),
                    "MaxSize": .int(compute.maxInstances), "DesiredCapacity": .int(compute.minInstances),
                    "VPCZoneIdentifier": .list(
                        Network(stamp: stamp).zones.map { stamp.reference("network/subnet/private-\($0)", "SubnetId") }),
                    "LaunchTemplate": [
                        "LaunchTemplateId": stamp.reference("fleet/launch-template", "LaunchTemplateId"),
                        "Version": stamp.reference("fleet/launch-template", "LatestVersionNumber"),
                    ],
                    "TargetGroupARNs": [stamp.reference("fleet/target-group", "TargetGroupArn")],
                    "HealthCheckType": "ELB", "HealthCheckGracePeriod": 300,
                ], dependsOn: [FrontDoor.probe(stamp.spec, "fleet"), stamp.database("instance")] + ways, since: 1),
            stamp.make(
                "fleet/scaling-policy", "AWS::AutoScaling::ScalingPolicy",
                [
                    "AutoScalingGroupName": stamp.reference("fleet/group", "AutoScalingGroupName"),
                    "PolicyName": "cpu", "PolicyType": "TargetTrackingScaling",
                    "TargetTrackingConfiguration": [
                        "PredefinedMetricSpecification": ["PredefinedMetricType": "ASGAverageCPUUtilization"],
                        "TargetValue": 60,
                    ],
                ], since: 1),
        ]
    }

    /// Instances boot through these.
    private var ways: [String] {
        Network(stamp: stamp).zones.flatMap {
            ["network/route/private-internet-\($0)", "network/association/private-\($0)"]
        } + ["fleet/egress/https", "fleet/egress/database", "fleet/ingress/front-door"]
    }

    private var data: Value {
        [
            "ImageId": .string(Architecture(instanceType: stamp.spec.compute.instanceType).imageParameter),
            "InstanceType": .string(stamp.spec.compute.instanceType),
            "IamInstanceProfile": [
                "Name": stamp.reference("global/identity/instance-profile", "InstanceProfileName")
            ],
            "SecurityGroupIds": [stamp.reference("fleet/security-group", "GroupId")],
            "MetadataOptions": ["HttpTokens": "required", "HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 2],
            "BlockDeviceMappings": [
                [
                    "DeviceName": "/dev/xvda",
                    "Ebs": [
                        "VolumeSize": 30, "VolumeType": "gp3", "Encrypted": true, "DeleteOnTermination": true,
                    ],
                ]
            ],
            "UserData": InstanceUserData.fleetScript(
                stamp.spec, stamp.region.name,
                databaseHost: stamp.databaseReference(in: stamp.region, "Endpoint.Address")),
        ]
    }
}
