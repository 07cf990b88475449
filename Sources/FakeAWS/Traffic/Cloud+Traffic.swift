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

    /// Requests of the last minutes that the load balancers of a region counted, by metric, without CloudWatch's delay.
    public mutating func requests(in region: String) -> [String: Int] { Traffic.totals(in: region, &self) }
}
