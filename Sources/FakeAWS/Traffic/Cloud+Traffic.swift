import Values

extension Cloud {
    /// Says how many requests people make in a second, and the weight of each path prefix; equal ones without any.
    public mutating func setLoad(requestsPerSecond: Int, paths: [String: Int]) {
        Traffic.set(requestsPerSecond: requestsPerSecond, paths: paths, &self)
    }

    /// Has a share of the requests to a target group's targets fail.
    /// - Returns: whether there is a group of this name.
    public mutating func fail(percent: Int, ofTargetGroup name: String) -> Bool {
        let keys = objects.keys.filter {
            $0.type == ELBv2.targetGroup && objects[$0]?.attributes.text("TargetGroupName") == name
        }
        for key in keys { update(key) { $0.hidden["failing"] = .int(percent) } }
        return !keys.isEmpty
    }

    /// Takes back every fault.
    public mutating func mend() {
        faults = Faults()
        for key in objects.keys.filter({ $0.type == ELBv2.targetGroup && objects[$0]?.hidden["failing"] != nil }) {
            update(key) { $0.hidden["failing"] = nil }
        }
    }

    /// What became of people's requests lately, by region, without CloudWatch's delay.
    public mutating func traffic() -> [RegionTraffic] {
        Traffic.count(&self)
        return regions(of: Traffic.minuteType).compactMap { region in
            let totals = Traffic.totals(in: region, self)
            let own = totals["HTTPCode_ELB_5XX_Count"] ?? 0
            let failed = totals["HTTPCode_Target_5XX_Count"] ?? 0
            let all = (totals["RequestCount"] ?? 0) + own
            guard all > 0 else { return nil }
            return RegionTraffic(region: region, answered: all - own - failed, failed: own + failed)
        }
    }
}
