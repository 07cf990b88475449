import Values

extension Cloud {
    /// Says how many requests people make in a second, and the weight of each path prefix; equal ones without any.
    /// - Parameter demand: what a request costs the machines; nil where they never tire.
    public mutating func setLoad(requestsPerSecond: Int, paths: [String: Int], demand: Demand? = nil) {
        Traffic.set(requestsPerSecond: requestsPerSecond, paths: paths, demand: demand, &self)
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

    /// Has every target group that is made from now on answer a share of its requests with errors.
    public mutating func releaseBadly(percent: Int) { faults.failingReleases = percent }

    /// Takes back every fault.
    public mutating func mend() {
        faults = Faults()
        for key in objects.keys.filter({ $0.type == ELBv2.targetGroup && objects[$0]?.hidden.number("failing") != nil })
        {
            update(key) { $0.hidden["failing"] = nil }
        }
    }

    /// Counts what users got until now, as things stand; before anything is broken or mended.
    public mutating func countTraffic() { Traffic.countIfBegun(&self) }

    mutating func markKnown(_ door: CloudObject.Key) {
        note(door) { $0.hidden["isKnown"] = true }
        steadyTraffic = nil
    }

    /// What became of people's requests so far, by region, without CloudWatch's delay.
    public mutating func traffic() -> [RegionTraffic] {
        Traffic.count(&self)
        return Traffic.totals(self)
    }

    /// How far the read replica that is most behind is behind, in milliseconds; nil without one that replicates.
    public var replicaLag: Int? {
        allDatabases.compactMap {
            Metrics.replicaLag($0, minute: now.milliseconds / 60_000, self)
        }.max().map { $0 * 1000 }
    }
}
