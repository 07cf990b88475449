import Values

/// Where requests go at a moment: names, load balancers, listeners, rules, target groups.
struct Routing {
    /// What comes to one load balancer in a second, in thousandths of a request, by metric and target group.
    struct Flow {
        var region: String
        /// `app/NAME/ID`, the dimension of its metrics.
        var balancer: String
        var thousandths: [String: Int] = [:]
        let door: CloudObject.Key
        /// It has answered before, so that people know it.
        let isKnown: Bool
        /// What the CDN answers before it gets here, in thousandths of a request in a second.
        var edge = 0
        /// Of those that fail, what comes while a machine's services start anew, in thousandths of a request in a second.
        var restarting = 0

        /// What whose pods in clusters are asked, in thousandths of a request in a second.
        var asked: [CloudObject.Key: Int] = [:]

        /// Of those that fail, what nothing is there for yet or any more, in thousandths of a request in a second.
        var unserved = 0

        /// Those that fail, in thousandths of a request in a second.
        var failed: Int {
            thousandths.reduce(0) { $0 + ($1.key.contains("5XX") || $1.key.contains("4XX") ? $1.value : 0) }
        }
        /// Of those to a target group.
        func failed(in group: String) -> Int {
            ["4XX", "5XX"].reduce(0) { $0 + (thousandths["HTTPCode_Target_\($1)_Count \(group)"] ?? 0) }
        }
        /// Those with the answer that people want; what a target fails is in its group's count, too.
        var answered: Int {
            thousandths.reduce(0) {
                $1.key.hasPrefix("RequestCount")
                    ? $0 + $1.value : $1.key.hasPrefix("HTTPCode_Target") ? $0 - $1.value : $0
            }
        }
    }

    private let cloud: Cloud
    private let moment: Instant

    init(_ cloud: Cloud, at moment: Instant) {
        self.cloud = cloud
        self.moment = moment
    }

    var flows: [Flow] {
        let doors = openDoors
        guard !doors.isEmpty else { return [] }
        let all = Traffic.requestsPerSecond(cloud) * 1000
        let demand = Traffic.demand(cloud)
        let edge = demand.map { Capacities.hasEdge(cloud) ? $0.edge : 0 } ?? 0
        let near = doors.map { door in
            demand.map { all / 1000 * self.share(of: door, among: doors, $0.mix) } ?? all / doors.count
        }
        let shares = Led(records, doors).moved(near)
        var flows = zip(doors, shares).map { door, share -> Flow in
            let asked = edge == 0 ? share : share / 1000 * (1000 - edge)
            var flow = isDark(door.region) ? dark(door, asked) : flow(door, asked)
            flow.edge = share - asked
            return flow
        }
        let capacities = Capacities(cloud, demand ?? .standard, at: moment)
        if demand != nil { capacities.limit(&flows) }
        capacities.limitByDowntime(&flows)
        capacities.countLookups(&flows)
        return flows
    }

    /// Until when requests go where they go now, if nothing is changed; in milliseconds.
    func steadyUntil(_ end: Int) -> Int {
        var until = CacheModel(cloud, at: moment).steadyUntil(end)
        for region in cloud.regions(of: ELBv2.targetGroup) {
            for group in cloud.allEvenHidden(ELBv2.targetGroup, region) {
                for target in group.hidden["targets"]?.elements ?? [] {
                    if let change = TargetGroups.nextChange(target, group, cloud, after: moment) {
                        until = min(until, change)
                    }
                    if let change = silentUntil(target, region), change > moment.milliseconds {
                        until = min(until, change)
                    }
                }
            }
        }
        for region in cloud.faults.cutRegions {
            guard let since = cloud.cutSince(region) else { continue }
            let change = (since + Cloud.failoverTime).milliseconds
            if change > moment.milliseconds { until = min(until, change) }
        }
        for instance in cloud.allDatabases {
            if let change = instance.hidden.number("downUntil"), change > moment.milliseconds {
                until = min(until, change)
            }
        }
        return until
    }

    private func isDark(_ region: String) -> Bool { cloud.cutSince(region) != nil }

    /// The doors that names lead to: those of a dark region until health checks and resolvers have noticed, where
    /// there are others.
    private var openDoors: [CloudObject] {
        let doors = checkedDoors
        guard !cloud.faults.cutRegions.isEmpty, doors.contains(where: { !isDark($0.region) }) else { return doors }
        return doors.filter { door in
            guard let since = cloud.cutSince(door.region) else { return true }
            return moment - since < Cloud.failoverTime
        }
    }

    /// Those that Route 53 can look at, where it is to: of records that share a name, one whose health check gets no answer is
    /// left out as long as another has one (Route 53 guide, "How Amazon Route 53 chooses records when health checking is
    /// configured").
    private var checkedDoors: [CloudObject] {
        let doors = doors
        guard doors.count > 1 else { return doors }
        let checked = records.filter { $0.attributes["HealthCheckId"] != nil }
        let names = Set(checked.compactMap { $0.attributes["AliasTarget"]?.text("DNSName").map(Self.plain) })
        let seen = doors.filter { door in
            !names.contains(Self.plain(door.attributes.text("DNSName") ?? "")) || HealthChecks.reaches(door, cloud)
        }
        return seen.isEmpty ? doors : seen
    }

    /// Whether people come by names rather than by a load balancer's own address.
    var hasNames: Bool { !records.isEmpty }

    private var records: [CloudObject] {
        Led.reached(
            cloud.allEvenHidden("AWS::Route53::RecordSet", "global").filter { $0.attributes.text("Type") == "A" })
    }

    private func dark(_ door: CloudObject, _ share: Int) -> Flow {
        let name = door.id.components(":loadbalancer/").last ?? door.id
        let isKnown = door.hidden["isKnown"]?.flag == true
        var flow = Flow(region: door.region, balancer: name, door: door.key, isKnown: isKnown)
        flow.thousandths["HTTPCode_ELB_5XX_Count"] = share
        return flow
    }

    /// Thousandths of all people that come to a door: those near its region, and at the first those near to none.
    private func share(of door: CloudObject, among doors: [CloudObject], _ mix: [String: Int]) -> Int {
        let regions = Set(doors.map(\.region))
        let isFirst = door.key == doors.first?.key
        let far = mix.reduce(0) { regions.contains($1.key) ? $0 : $0 + $1.value }
        let near = (mix[door.region] ?? 0) / doors.count { $0.region == door.region }
        return near + (isFirst ? far : 0)
    }

    /// The public load balancers to which people come: those that a record leads to where there are records of ours,
    /// else all that listen.
    private var doors: [CloudObject] {
        let all = cloud.regions(of: ELBv2.loadBalancer).flatMap { region in
            cloud.allEvenHidden(ELBv2.loadBalancer, region).filter {
                $0.status == "active" && $0.attributes.text("Scheme") != "internal"
            }
        }
        guard !all.isEmpty else { return [] }
        let records = records
        let targets = Set(records.compactMap { $0.attributes["AliasTarget"]?.text("DNSName").map(Self.plain) })
        let named = all.filter { targets.contains(Self.plain($0.attributes.text("DNSName") ?? "")) }
        return named.isEmpty && records.isEmpty ? all : named
    }

    /// A name as it is compared: without the final dot and `dualstack.`, in lower case.
    static func plain(_ name: String) -> String {
        var name = name.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        return name.hasPrefix("dualstack.") ? String(name.dropFirst("dualstack.".count)) : name
    }

    private func flow(_ door: CloudObject, _ share: Int) -> Flow {
        let parts = door.id.components(":loadbalancer/")
        var flow = Flow(
            region: door.region, balancer: parts.last ?? door.id, door: door.key,
            isKnown: door.hidden["isKnown"]?.flag == true)
        let listeners = cloud.allEvenHidden(ELBv2.listener, door.region).filter {
            $0.attributes.text("LoadBalancerArn") == door.id
        }
        let forwards = listeners.filter { listener in
            listener.attributes["DefaultActions"]?.elements.contains { $0.text("Type") == "forward" } ?? false
        }
        // Browsers and CDNs follow a redirect to where requests are answered.
        guard
            let listener = forwards.max(by: {
                ($0.attributes.number("Port") ?? 0) < ($1.attributes.number("Port") ?? 0)
            })
        else {
            flow.thousandths["HTTPCode_ELB_5XX_Count"] = share
            return flow
        }
        let rules = cloud.allEvenHidden(ELBv2.rule, door.region).filter { $0.hidden.text("listener") == listener.id }
        let weights = weights(of: rules)
        let all = max(1, weights.reduce(0) { $0 + $1.weight })
        for part in weights {
            let actions = part.rule?.attributes["Actions"] ?? listener.attributes["DefaultActions"]
            send(share * part.weight / all, to: part.path, by: actions?.elements.first ?? [:], &flow)
        }
        return flow
    }

    /// The requests that each rule takes, and behind the rules the listener itself.
    private func weights(of rules: [CloudObject]) -> [(rule: CloudObject?, path: String?, weight: Int)] {
        let paths = Traffic.paths(cloud)
        var taken: Set<String> = []
        var weights: [(rule: CloudObject?, path: String?, weight: Int)] = []
        for rule in rules.sorted(by: { Self.priority($0) < Self.priority($1) }) {
            let patterns = (rule.attributes["Conditions"]?.elements ?? []).flatMap { condition in
                condition["PathPatternConfig"]?["Values"]?.texts ?? condition["Values"]?.texts ?? []
            }
            guard let path = patterns.first, path.hasPrefix("/") else { continue }
            taken.insert(path)
            weights.append((rule, path, paths.isEmpty ? 1 : paths[path] ?? 0))
        }
        let rest = paths.filter { !taken.contains($0.key) }.reduce(0) { $0 + $1.value }
        weights.append((nil, nil, paths.isEmpty ? 1 : rest))
        return weights
    }

    private static func priority(_ rule: CloudObject) -> Int { Int(rule.attributes.text("Priority") ?? "") ?? 0 }

    private func send(_ share: Int, to path: String?, by action: Value, _ flow: inout Flow) {
        var groups: [(arn: String, weight: Int)] = (action["ForwardConfig"]?["TargetGroups"]?.elements ?? []).compactMap
        {
            guard let arn = $0.text("TargetGroupArn") else { return nil }
            return (arn, $0.number("Weight") ?? 1)
        }
        if groups.isEmpty, let only = action.text("TargetGroupArn") { groups = [(only, 1)] }
        let all = max(1, groups.reduce(0) { $0 + $1.weight })
        for group in groups where group.weight > 0 {
            let part = share * group.weight / all
            let isSilent = isSilent(group.arn, flow.region)
            guard serves(group.arn, flow.region), !isSilent else {
                flow.thousandths["HTTPCode_ELB_5XX_Count", default: 0] += part
                flow.unserved += part
                if isSilent { flow.restarting += part }
                continue
            }
            let name = group.arn.components(":").last ?? group.arn
            flow.thousandths["RequestCount \(name)", default: 0] += part
            let found = cloud.object(ELBv2.targetGroup, flow.region, group.arn)
            switch found.flatMap({ NodeDoor($0, cloud) })?.answer(to: path) ?? .served(by: nil) {
            case .notFound:
                flow.thousandths["HTTPCode_Target_4XX_Count \(name)", default: 0] += part
                flow.unserved += part
            case .unavailable:
                flow.thousandths["HTTPCode_Target_5XX_Count \(name)", default: 0] += part
                flow.unserved += part
            case .served(let server):
                if let server { flow.asked[server, default: 0] += part }
                guard let failing = found?.hidden.number("failing"), failing > 0 else { continue }
                flow.thousandths["HTTPCode_Target_5XX_Count \(name)", default: 0] += part * failing / 100
            }
        }
    }

    /// Whether all that a group sends to just starts its services anew; health checks don't notice that in seconds.
    private func isSilent(_ arn: String, _ region: String) -> Bool {
        let targets = cloud.object(ELBv2.targetGroup, region, arn)?.hidden["targets"]?.elements ?? []
        return !targets.isEmpty && targets.allSatisfy { (silentUntil($0, region) ?? 0) > moment.milliseconds }
    }

    /// Until when a target's services start anew, in milliseconds; nil where they never did.
    private func silentUntil(_ target: Value, _ region: String) -> Int? {
        cloud.object(EC2Type.instance.type, region, target.text("Id") ?? "")?.hidden.number("silentUntil")
    }

    private func serves(_ arn: String, _ region: String) -> Bool {
        guard let group = cloud.object(ELBv2.targetGroup, region, arn) else { return false }
        return (group.hidden["targets"]?.elements ?? []).contains {
            TargetGroups.health($0, group, cloud, at: moment).state == "healthy"
        }
    }
}
