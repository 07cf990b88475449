import Values

extension Cloud {
    /// Launches an instance as RunInstances, an Auto Scaling group or a node group does; gives its id.
    /// - Parameters:
    ///   - template: launch data with RunInstances' member names; user data as base64.
    ///   - owner: the group that it belongs to; empty for none.
    mutating func launchInstance(
        region: String, subnetID: String, template: Value, tags: [String: String], owner: String
    ) -> String {
        let id = freshID("i-")
        let subnet = object(EC2Type.subnet.type, region, subnetID)
        let groups = template["SecurityGroupIds"]?.texts ?? []
        let interface = addInterface(
            region: region, subnet: subnetID, description: "Primary network interface", groups: groups, requester: "")
        let address = object(EC2Type.networkInterface.type, region, interface)?.attributes["PrivateIpAddress"] ?? .null
        let zone = subnet?.attributes["AvailabilityZone"] ?? .null
        let key = CloudObject.Key(EC2Type.instance.type, region, id)
        var attributes: Value = [
            "InstanceId": .string(id), "ImageId": template["ImageId"] ?? .null,
            "InstanceType": template["InstanceType"] ?? "t4g.micro", "SubnetId": .string(subnetID),
            "VpcId": subnet?.attributes["VpcId"] ?? .null, "PrivateIpAddress": address,
            "Placement": ["AvailabilityZone": zone, "Tenancy": "default"], "LaunchTime": .string(now.timestamp),
            "SecurityGroups": .list(groups.map { ["GroupId": .string($0)] }),
            "MetadataOptions":
                ([
                    "HttpTokens": "required", "HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 1,
                ] as Value).merging(template["MetadataOptions"] ?? [:]),
            "NetworkInterfaces": [["NetworkInterfaceId": .string(interface), "SubnetId": .string(subnetID)]],
            "RootDeviceName": "/dev/xvda", "RootDeviceType": "ebs", "Architecture": "arm64",
        ]
        if let profile = template["IamInstanceProfile"]?.text("Name") {
            attributes["IamInstanceProfile"] = [
                "Arn": .string("arn:aws:iam::\(account):instance-profile/\(profile)"), "Id": "AIPAFAKE",
            ]
        }
        let root = insertVolume(
            region: region, zone: zone.text ?? "", template: template, instance: id, tags: tags)
        attributes["BlockDeviceMappings"] = [
            [
                "DeviceName": "/dev/xvda",
                "Ebs": ["VolumeId": .string(root), "Status": "attached", "DeleteOnTermination": true],
            ]
        ]
        insert(
            CloudObject(
                key, status: "pending", attributes: attributes.compacted,
                hidden: [
                    "UserData": template["UserData"] ?? "", "owner": .string(owner),
                    "DisableApiTermination": template["DisableApiTermination"] ?? false,
                    "interface": .string(interface), "template": template,
                    "profile": .string(template["IamInstanceProfile"]?.text("Name") ?? ""),
                ], tags: tags, createdAt: now, visibleAt: now + .milliseconds(1200)))
        schedule("ec2.running", after: .seconds(20), on: key)
        schedule("ec2.booted", after: Instances.bootTime, on: key)
        return id
    }

    private mutating func insertVolume(
        region: String, zone: String, template: Value, instance: String, tags: [String: String]
    ) -> String {
        let id = freshID("vol-")
        let root = template["BlockDeviceMappings"]?.elements.first?["Ebs"] ?? [:]
        insert(
            CloudObject(
                CloudObject.Key(EC2Type.volume.type, region, id), status: "in-use",
                attributes: [
                    "VolumeId": .string(id), "AvailabilityZone": .string(zone), "Size": root["VolumeSize"] ?? 8,
                    "VolumeType": root["VolumeType"] ?? "gp3", "Encrypted": root["Encrypted"] ?? false,
                    "CreateTime": .string(now.timestamp),
                    "Attachments": [
                        [
                            "InstanceId": .string(instance), "Device": "/dev/xvda", "State": "attached",
                            "VolumeId": .string(id), "DeleteOnTermination": true,
                        ]
                    ],
                ], createdAt: now))
        return id
    }

    /// Begins to terminate an instance; it stays visible for an hour after its end.
    mutating func terminateInstance(_ id: String, region: String) {
        let key = CloudObject.Key(EC2Type.instance.type, region, id)
        guard let instance = objects[key], !["shutting-down", "terminated"].contains(instance.status) else { return }
        update(key) { $0.status = "shutting-down" }
        schedule("ec2.terminated", after: .seconds(40), on: key)
    }

    /// An instance's end: its interface and root volume go, other volumes are detached.
    mutating func finishTermination(_ key: CloudObject.Key) {
        guard let instance = objects[key] else { return }
        update(key) { $0.status = "terminated" }
        removeInterface(instance.hidden.text("interface") ?? "", region: key.region)
        for address in allEvenHidden(EC2Type.address.type, key.region)
        where address.attributes.text("InstanceId") == key.id {
            update(address.key) {
                for name in ["AssociationId", "InstanceId", "PrivateIpAddress"] { $0.attributes[name] = nil }
            }
        }
        for volume in allEvenHidden(EC2Type.volume.type, key.region) {
            let attachments = volume.attributes["Attachments"]?.elements ?? []
            guard let mine = attachments.first(where: { $0.text("InstanceId") == key.id }) else { continue }
            if mine["DeleteOnTermination"]?.flag == true {
                remove(volume.key)
            } else {
                update(volume.key) {
                    $0.status = "available"
                    $0.attributes["Attachments"] = []
                }
            }
        }
    }

    /// The attached volume that outlives the instance; nil for none.
    public func dataDisk(of machine: String, in region: String) -> String? {
        allEvenHidden(EC2Type.volume.type, region).first { volume in
            volume.attributes["Attachments"]?.elements.contains {
                $0.text("InstanceId") == machine && $0["DeleteOnTermination"]?.flag == false
            } == true
        }?.id
    }

    /// Whether an instance runs, has booted and its zone lives.
    func isInstanceServing(_ id: String, _ region: String) -> Bool {
        guard let instance = object(EC2Type.instance.type, region, id) else { return false }
        let zone = instance.attributes["Placement"]?.text("AvailabilityZone") ?? ""
        return instance.status == "running" && instance.hidden["booted"]?.flag == true
            && !faults.deadZones.contains(zone)
    }
}
