import CloudCalls
import Values

/// The copy takes the place of its source: names and endpoints change hands, the rows stay where they are.
///
/// Source: RDS user guide, "Switching a blue/green deployment": writes are stopped and connections dropped in both, the
/// copy catches up, the old one becomes `NAME-oldN` and stays read-only. "Typically under one minute"; what takes longer
/// than the timeout is taken back.
extension BlueGreenDeployments {
    /// How long it takes, and how long nobody gets through.
    private static let span = TimeSpan.seconds(35)

    @Sendable static func switchover(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let deployment = try find(call, cloud)
        func refuse(_ reason: String) -> AWSError { AWSError("InvalidBlueGreenDeploymentStateFault", reason) }
        let timeout = call.input.number("SwitchoverTimeout") ?? 300
        guard (30...3600).contains(timeout) else {
            throw AWSError("InvalidParameterValue", "SwitchoverTimeout must be between 30 and 3600.")
        }
        guard deployment.status == "AVAILABLE" else {
            throw refuse("The blue/green deployment \(deployment.id) is \(deployment.status).")
        }
        guard let blue = member("Source", deployment, cloud), let green = member("Target", deployment, cloud) else {
            throw refuse("A member of the blue/green deployment \(deployment.id) was not found.")
        }
        for instance in [blue, green] where instance.status != "available" {
            throw refuse("DB instance \(instance.id) is not in available state")
        }
        // What can't catch up is given up after the timeout.
        let isStalled = cloud.faults.replicationStalledSince != nil
        let span = isStalled ? TimeSpan.seconds(timeout) : span
        let until = (call.now + span).milliseconds
        cloud.refuseWrites(Rows.name(blue.key))
        for instance in [blue, green] {
            cloud.update(instance.key) {
                $0.status = "modifying"
                $0.hidden["downUntil"] = .int(until)
            }
        }
        cloud.update(deployment.key) {
            $0.status = "SWITCHOVER_IN_PROGRESS"
            $0.attributes["StatusDetails"] = nil
        }
        cloud.schedule("rds.switched", after: span, on: deployment.key)
        return ["BlueGreenDeployment": cloud.objects[deployment.key].map { shown($0, cloud) } ?? [:]]
    }

    static func switched(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let deployment = cloud.objects[event.key], deployment.status == "SWITCHOVER_IN_PROGRESS",
            let blue = member("Source", deployment, cloud), let green = member("Target", deployment, cloud)
        else { return }
        Traffic.countIfBegun(&cloud)
        for instance in [blue, green] { cloud.update(instance.key) { $0.status = "available" } }
        guard cloud.faults.replicationStalledSince == nil else {
            cloud.takeWrites(Rows.name(blue.key))
            cloud.update(event.key) {
                $0.status = "AVAILABLE"
                $0.attributes["StatusDetails"] = .string(
                    "Switchover from \(blue.id) to \(green.id) timed out and was rolled back.")
            }
            return
        }
        cloud.unfollow(Rows.name(green.key))
        let retired = retiredName(blue, cloud)
        let endpoint = blue.attributes["Endpoint"]
        rename(blue, to: retired, endpoint: nil, isAside: true, &cloud)
        let renamed = CloudObject.Key(RDS.instance, blue.region, retired)
        rename(green, to: blue.id, endpoint: endpoint, isAside: false, &cloud)
        cloud.update(blue.key) { $0.tags = blue.tags }
        Rows.rename(
            [Rows.name(blue.key): Rows.name(renamed), Rows.name(green.key): Rows.name(blue.key)], &cloud)
        let left = cloud.objects[renamed]?.attributes["DBInstanceArn"] ?? .null
        cloud.update(event.key) {
            $0.status = "SWITCHOVER_COMPLETED"
            $0.attributes["Source"] = left
            $0.attributes["Target"] = blue.attributes["DBInstanceArn"] ?? .null
        }
    }

    private static func retiredName(_ blue: CloudObject, _ cloud: Cloud) -> String {
        var number = 1
        while cloud.object(RDS.instance, blue.region, "\(blue.id)-old\(number)") != nil { number += 1 }
        return "\(blue.id)-old\(number)"
    }

    /// - Parameter endpoint: nil for one that its new name gives.
    private static func rename(
        _ instance: CloudObject, to name: String, endpoint: Value?, isAside: Bool, _ cloud: inout Cloud
    ) {
        let key = CloudObject.Key(RDS.instance, instance.region, name)
        var renamed = CloudObject(
            key, status: "available", attributes: instance.attributes, hidden: instance.hidden, tags: instance.tags,
            createdAt: instance.createdAt)
        renamed.attributes["DBInstanceIdentifier"] = .string(name)
        renamed.attributes["DBInstanceArn"] = .string("arn:aws:rds:\(instance.region):\(cloud.account):db:\(name)")
        renamed.attributes["Endpoint"] = endpoint ?? DatabaseInstances.endpoint(of: name, in: instance.region, cloud)
        renamed.hidden["resourceID"] = .string(DatabaseInstances.resourceID(instance))
        renamed.hidden["isAside"] = isAside ? true : nil
        cloud.remove(instance.key)
        cloud.insert(renamed)
    }
}
