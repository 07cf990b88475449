import Values

/// The people who use what runs in this cloud: requests come to every public load balancer that names lead to, and
/// what becomes of them is counted by the minute, as CloudWatch would.
enum Traffic {
    static let loadType = "AWS::FakeAWS::Load"
    static let minuteType = "AWS::FakeAWS::Minute"
    private static let key = CloudObject.Key(loadType, "global", "load")
    /// How far a count may lag before it is brought up to date without a reason: whoever reads counts first.
    private static let patience = TimeSpan.minutes(60)
    /// CloudWatch keeps minutes for 15 days; nobody here looks back further than this.
    private static let kept = 120

    /// What decides where requests go; before it changes, those of the time until now are counted.
    static func isRelevant(_ type: String) -> Bool {
        switch type {
        case ELBv2.loadBalancer, ELBv2.listener, ELBv2.rule, ELBv2.targetGroup, EC2Type.instance.type,
            "AWS::Route53::RecordSet", RDS.instance, RDS.parameterGroup, "AWS::ElastiCache::ReplicationGroup",
            "AWS::CloudFront::Distribution", ServiceSettings.type, Rows.type, EC2Type.securityGroupRule.type, Pods.type,
            NodeDoor.service, NodeDoor.ingress, ArgoCDProgram.application:
            true
        default: false
        }
    }

    /// Requests that come in a second, all regions together; 20 where nobody said how many.
    static func requestsPerSecond(_ cloud: Cloud) -> Int {
        cloud.objects[key]?.hidden.number("requestsPerSecond") ?? 20
    }

    /// The weight of each path prefix; empty where nobody said.
    static func paths(_ cloud: Cloud) -> [String: Int] {
        var paths: [String: Int] = [:]
        for pair in cloud.objects[key]?.hidden["paths"]?.members ?? Members() { paths[pair.name] = pair.value.number }
        return paths
    }

    /// What a request costs; nil where nobody said, so that nothing tires.
    static func demand(_ cloud: Cloud) -> Demand? { Demand(cloud.objects[key]?.hidden["demand"]) }

    static func set(requestsPerSecond: Int, paths: [String: Int], demand: Demand?, _ cloud: inout Cloud) {
        count(&cloud)
        begin(&cloud)
        cloud.steadyTraffic = nil
        cloud.update(key) {
            $0.hidden["requestsPerSecond"] = .int(requestsPerSecond)
            $0.hidden["paths"] = .object(Members(paths.map { ($0.key, .int($0.value)) }))
            $0.hidden["demand"] = demand?.value
        }
    }

    /// Remembers when something happened.
    static func note(_ name: String, _ moment: Instant, _ cloud: inout Cloud) {
        begin(&cloud)
        cloud.note(key) { $0.hidden[name] = .int(moment.milliseconds) }
        cloud.steadyTraffic = nil
    }

    static func forget(_ name: String, _ cloud: inout Cloud) {
        guard noted(name, cloud) != nil else { return }
        cloud.note(key) { $0.hidden[name] = nil }
        cloud.steadyTraffic = nil
    }

    static func noted(_ name: String, _ cloud: Cloud) -> Instant? {
        cloud.objects[key]?.hidden.number(name).map { Instant(milliseconds: $0) }
    }

    private static func begin(_ cloud: inout Cloud) {
        guard cloud.objects[key] == nil else { return }
        cloud.insert(
            CloudObject(
                key, attributes: [:], hidden: ["countedUntil": .int(cloud.now.milliseconds)], createdAt: cloud.now))
    }

    /// Counts where people have come already.
    static func countIfBegun(_ cloud: inout Cloud) {
        if cloud.objects[key] != nil { count(&cloud) }
    }

    /// Counts when it has been a while.
    static func countIfDue(_ cloud: inout Cloud) {
        guard let until = cloud.objects[key]?.hidden.number("countedUntil"),
            cloud.now.milliseconds - until >= patience.milliseconds
        else { return }
        count(&cloud)
    }

    /// Counts the requests from the last time until now, as things stand.
    static func count(_ cloud: inout Cloud) {
        guard let until = cloud.objects[key]?.hidden.number("countedUntil") else {
            begin(&cloud)
            return
        }
        let now = cloud.now.milliseconds
        guard now > until else { return }
        var minutes: [CloudObject.Key: [String: Int]] = [:]
        var totals: [String: Int] = [:]
        var known: Set<CloudObject.Key> = []
        var written: [Rows.Written] = []
        var from = max(until, now - kept * 60_000)
        while from < now {
            let steady = SteadyTraffic.at(from, &cloud)
            let to = min(now, steady.until)
            written.append(Rows.Written(from: from, to: to, rates: steady.rates))
            for part in steady.parts {
                let (flow, span) = (part.flow, to - from)
                if !flow.isKnown { known.insert(flow.door) }
                for start in stride(from: from / 60_000 * 60_000, to: to, by: 60_000) {
                    let inMinute = min(to, start + 60_000) - max(from, start)
                    let minute = CloudObject.Key(minuteType, flow.region, "\(start / 60_000) \(flow.balancer)")
                    for (metric, perSecond) in flow.thousandths {
                        minutes[minute, default: [:]][metric, default: 0] += perSecond * inMinute / 1000
                    }
                }
                totals["answered \(flow.region)", default: 0] += (part.answered + flow.edge) * span / 1000
                totals["failed \(flow.region)", default: 0] += part.failed * span / 1000
                if flow.restarting > 0 {
                    totals["restarting \(flow.region)", default: 0] += flow.restarting * span / 1000
                }
                if part.failed > part.answered + flow.edge {
                    totals["unavailable \(flow.region)", default: 0] += span
                }
            }
            from = to
        }
        // What is counted below may be asked for on the way.
        cloud.note(key) { $0.hidden["countedUntil"] = .int(now) }
        for (minute, counts) in minutes.sorted(by: { $0.key < $1.key }) { add(counts, to: minute, &cloud) }
        for door in known.sorted() { cloud.markKnown(door) }
        Rows.count(written, &cloud)
        let added = totals
        cloud.update(key) {
            for (name, count) in added { $0.hidden[name] = .int(($0.hidden.number(name) ?? 0) + count) }
        }
    }

    private static func add(_ counts: [String: Int], to minute: CloudObject.Key, _ cloud: inout Cloud) {
        if cloud.objects[minute] == nil {
            cloud.insert(CloudObject(minute, attributes: [:], createdAt: cloud.now))
            let oldest = cloud.now.milliseconds / 60_000 - kept
            for old in cloud.allEvenHidden(minuteType, minute.region).prefix(2)
            where (Int(old.id.prefix { $0 != " " }) ?? 0) < oldest {
                cloud.remove(old.key)
            }
        }
        cloud.update(minute) {
            for (metric, count) in counts.sorted(by: { $0.key < $1.key }) {
                $0.hidden[metric] = .int(($0.hidden.number(metric) ?? 0) + count)
            }
        }
    }

    /// What became of all requests so far, by region.
    static func totals(_ cloud: Cloud) -> [RegionTraffic] {
        let hidden = cloud.objects[key]?.hidden ?? [:]
        let regions = hidden.members.map(\.name).filter { $0.hasPrefix("answered ") }.map { $0.dropFirst(9) }
        return regions.sorted().map { region in
            func total(_ name: String) -> Int { ((hidden.number("\(name) \(region)") ?? 0) + 500) / 1000 }
            return RegionTraffic(
                region: String(region), answered: total("answered"), failed: total("failed"),
                unavailable: .milliseconds(hidden.number("unavailable \(region)") ?? 0), restarting: total("restarting")
            )
        }.filter { $0.answered + $0.failed > 0 }
    }

    /// The whole requests counted for a metric of a load balancer in a minute; nil when there are none.
    static func requests(_ metric: String, _ balancer: String, _ minute: Int, _ region: String, _ cloud: Cloud) -> Int?
    {
        let count = cloud.object(minuteType, region, "\(minute) \(balancer)")?.hidden.number(metric)
        return count.map { ($0 + 500) / 1000 }
    }
}
