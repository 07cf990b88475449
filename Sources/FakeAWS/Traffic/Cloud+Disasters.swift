import Values

extension Cloud {
    /// What moves when a record's target stops answering: Route 53's health checks find out in three looks 30 seconds
    /// apart, and resolvers keep what they know for a minute (Route 53 guide, "How health checks work"; alias records
    /// have a TTL of 60 seconds).
    static let failoverTime = TimeSpan.seconds(150)
    /// A standby in another zone takes over in one to two minutes (RDS guide, "Multi-AZ DB instance deployments").
    private static let standbyTime = TimeSpan.seconds(90)
    /// Without a standby the instance is started anew on another host.
    private static let restartTime = TimeSpan.minutes(10)

    /// Cuts a region off: neither its API nor its load balancers answer.
    public mutating func cut(region: String) {
        Traffic.count(&self)
        Traffic.note("cut \(region)", now, &self)
        faults.cutRegions.insert(region)
    }

    /// Since when a region is cut off with all that serves in it; nil for one that answers.
    func cutSince(_ region: String) -> Instant? {
        faults.cutRegions.contains(region) ? Traffic.noted("cut \(region)", self) : nil
    }

    /// Has every database that follows another hear nothing of it, until it is mended.
    public mutating func stallReplication() {
        Traffic.countIfBegun(&self)
        faults.replicationStalledSince = faults.replicationStalledSince ?? now
    }

    /// Ends the machine of the database that is written; a standby takes over, or it starts anew elsewhere.
    public mutating func failDatabase() {
        Traffic.count(&self)
        for writer in writers {
            let isMultiZone = writer.attributes["MultiAZ"]?.flag == true
            let until = now + (isMultiZone ? Self.standbyTime : Self.restartTime)
            update(writer.key) { $0.hidden["downUntil"] = .int(until.milliseconds) }
        }
    }

    /// Databases that take writes.
    private var writers: [CloudObject] {
        usedDatabases.filter { !$0.isReadReplica && $0.status != "deleting" }
    }

    /// Whether it is a database beside the one that people use: in a blue/green deployment the copy, and after the
    /// switchover the one that was left.
    public func standsAside(_ object: CloudObject) -> Bool {
        object.key.type == RDS.instance && BlueGreenDeployments.isAside(object)
    }

    /// Whether a database takes writes: it follows none, its parameters allow it, and somebody gets in.
    public func takesWrites(_ instance: CloudObject) -> Bool {
        guard !["deleting", "deleted"].contains(instance.status),
            !instance.isReadReplica,
            !BlueGreenDeployments.isAside(instance), !DatabaseGroups.isReadOnly(instance, self)
        else { return false }
        let groups = (instance.attributes["VpcSecurityGroups"]?.elements ?? []).compactMap {
            $0.text("VpcSecurityGroupId")
        }
        return allEvenHidden(EC2Type.securityGroupRule.type, instance.region).contains { rule in
            rule.attributes["IsEgress"]?.flag != true && groups.contains(rule.attributes.text("GroupId") ?? "")
        }
    }

    /// Whether there is a database that takes writes.
    public var hasDatabase: Bool { !writers.isEmpty }

    /// Targets to which load balancers send requests.
    public var healthyTargets: Int {
        regions(of: ELBv2.targetGroup).filter { !faults.cutRegions.contains($0) }
            .flatMap { allEvenHidden(ELBv2.targetGroup, $0) }.reduce(0) { sum, group in
                sum
                    + (group.hidden["targets"]?.elements ?? []).count {
                        TargetGroups.health($0, group, self).state == "healthy"
                    }
            }
    }
}
