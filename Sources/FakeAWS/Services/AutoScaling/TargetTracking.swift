import Values

/// How a target tracking policy moves an Auto Scaling group's size: up after three minutes above its target, down after
/// fifteen well below it, and not again before new instances have warmed up.
///
/// Source: EC2 Auto Scaling user guide, "Target tracking scaling policies"; the alarms that it makes ask for 3 and 15 minutes.
enum TargetTracking {
    private static let (above, below) = (TimeSpan.minutes(3), TimeSpan.minutes(15))
    private static let warmup = TimeSpan.minutes(5)

    static func look(at key: CloudObject.Key, _ cloud: inout Cloud) {
        guard let demand = Traffic.demand(cloud), demand.service > 0, let group = cloud.objects[key],
            let target = target(of: group, cloud)
        else { return }
        let flows = SteadyTraffic.at(cloud.now.milliseconds, &cloud).parts.map(\.flow).filter {
            $0.region == key.region
        }
        let capacities = Capacities(cloud, demand, at: cloud.now)
        let names = (group.attributes["TargetGroupARNs"]?.texts ?? []).map { $0.components(":").last ?? $0 }
        let asked = flows.reduce(0) { sum, flow in
            names.reduce(sum) { $0 + (flow.thousandths["RequestCount \($1)"] ?? 0) }
        }
        let serving = (group.hidden["instances"]?.elements ?? []).compactMap { $0.text("InstanceId") }.filter {
            cloud.isInstanceServing($0, key.region)
        }
        let cores = serving.reduce(0) { sum, id in
            let type = cloud.object(EC2Type.instance.type, key.region, id)?.attributes.text("InstanceType")
            return sum + InstanceSize(type ?? "").cores
        }
        guard cores > 0 else { return }
        let used = min(100, asked * capacities.cost(in: key.region) / 10_000_000 / cores)
        move(key, by: used, target, serving.count, &cloud)
    }

    /// Hundredths of the CPU.
    private static func target(of group: CloudObject, _ cloud: Cloud) -> Int? {
        cloud.allEvenHidden(ScalingPolicies.type, group.region).first {
            $0.attributes.text("AutoScalingGroupName") == group.id
        }?.attributes["TargetTrackingConfiguration"]?.number("TargetValue")
    }

    private static func move(
        _ key: CloudObject.Key, by used: Int, _ target: Int, _ serving: Int, _ cloud: inout Cloud
    ) {
        guard let group = cloud.objects[key] else { return }
        let now = cloud.now
        let side = used > target ? "hotSince" : used * 10 < target * 9 ? "coldSince" : ""
        var state = group.hidden["tracking"] ?? [:]
        for name in ["hotSince", "coldSince"] where name != side { state[name] = nil }
        if !side.isEmpty, state[side] == nil { state[side] = .int(now.milliseconds) }
        if let since = state.number(side).map({ Instant(milliseconds: $0) }) {
            let last = Instant(milliseconds: state.number("moved") ?? 0)
            let desired = group.attributes.number("DesiredCapacity") ?? 0
            let range = (group.attributes.number("MinSize") ?? 0)...(group.attributes.number("MaxSize") ?? desired)
            // Once full, nobody knows how much more is asked.
            let wanted = (serving * used + target - 1) / target
            let isUp = side == "hotSince"
            let size = min(max(isUp ? max(wanted, desired) : min(wanted, desired), range.lowerBound), range.upperBound)
            if now - since >= (isUp ? above : below), now - last >= warmup, size != desired {
                state["moved"] = .int(now.milliseconds)
                cloud.update(key) { $0.attributes["DesiredCapacity"] = .int(size) }
            }
        }
        if state != group.hidden["tracking"] ?? [:] { cloud.note(key) { $0.hidden["tracking"] = state } }
    }
}
