import Values

/// Where requests and people's writes go for a while: until a moment, unless something changes before.
struct SteadyTraffic: Sendable {
    /// What comes to one load balancer, in thousandths of a request in a second.
    struct Part: Sendable {
        let flow: Routing.Flow
        let answered: Int
        let failed: Int

        init(_ flow: Routing.Flow) { (self.flow, answered, failed) = (flow, flow.answered, flow.failed) }
    }

    let parts: [Part]
    /// Thousandths of a row in a second, by database.
    let rates: [String: Int]
    /// In milliseconds.
    let from: Int
    let until: Int
    private let cutRegions: Set<String>
    private let deafCaches: Set<String>

    /// As things stand at a moment; looked for once as long as they do.
    static func at(_ moment: Int, _ cloud: inout Cloud) -> SteadyTraffic {
        if let known = cloud.steadyTraffic, known.holds(at: moment, cloud) { return known }
        let found = SteadyTraffic(cloud, moment)
        // A machine with an address of its own has no load balancer whose changes would be noticed.
        cloud.steadyTraffic = found.parts.isEmpty ? nil : found
        return found
    }

    private init(_ cloud: Cloud, _ moment: Int) {
        let routing = Routing(cloud, at: Instant(milliseconds: moment))
        // Nobody tells people of an address before all that they look for answers there; by a name that they know they come
        // wherever it leads.
        let all = routing.flows
        let isNameKnown = routing.hasNames && all.contains(where: \.isKnown)
        parts = all.map(Part.init).filter {
            isNameKnown || $0.flow.isKnown || $0.answered > 0 && $0.flow.unserved == 0
        }
        let flows = parts.map(\.flow)
        let rows = RowsDemand(cloud: cloud)
        rates = flows.isEmpty ? rows.direct() : rows.rates(flows)
        from = moment
        until = routing.steadyUntil(.max)
        (cutRegions, deafCaches) = (cloud.faults.cutRegions, cloud.faults.deafCaches)
    }

    private func holds(at moment: Int, _ cloud: Cloud) -> Bool {
        from <= moment && moment < until && cutRegions == cloud.faults.cutRegions
            && deafCaches == cloud.faults.deafCaches
    }
}
