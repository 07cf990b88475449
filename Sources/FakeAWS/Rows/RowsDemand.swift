import Values

/// To which databases people's writes go at a moment.
struct RowsDemand {
    let cloud: Cloud

    /// Thousandths of a row in a second, by database.
    func rates(_ flows: [Routing.Flow]) -> [String: Int] {
        let writes = 1000 - (Traffic.demand(cloud) ?? .standard).reads
        var rates: [String: Int] = [:]
        for flow in flows {
            for (metric, count) in flow.thousandths where metric.hasPrefix("RequestCount ") && count > 0 {
                let group = metric.dropFirst("RequestCount ".count)
                let failed = flow.failed(in: String(group))
                guard count > failed, let database = database(of: String(group), flow.region) else { continue }
                rates[database, default: 0] += (count - failed) * writes / 1000
            }
        }
        return rates
    }

    /// Where no load balancer is known yet, people come to the machine that has an address of its own.
    func direct() -> [String: Int] {
        let writes = 1000 - (Traffic.demand(cloud) ?? .standard).reads
        for region in cloud.regions(of: EC2Type.address.type) {
            for address in cloud.allEvenHidden(EC2Type.address.type, region) {
                guard let machine = address.attributes.text("InstanceId"), cloud.isInstanceServing(machine, region),
                    let database = database(of: machine, in: region)
                else { continue }
                return [database: Traffic.requestsPerSecond(cloud) * writes]
            }
        }
        return [:]
    }

    private func database(of group: String, _ region: String) -> String? {
        let found = cloud.allEvenHidden(ELBv2.targetGroup, region).first { $0.id.hasSuffix(":\(group)") }
        guard let machine = found?.hidden["targets"]?.elements.first?.text("Id") else { return nil }
        return database(of: machine, in: region)
    }

    private func database(of machine: String, in region: String) -> String? {
        let instance = cloud.object(EC2Type.instance.type, region, machine)
        if let own = instance?.hidden.text("database") { return own }
        if let settings = ServiceSettings(region: region, cloud) {
            // Who asks a replica writes nothing, and nobody's write gets into a region that is cut off.
            let writer = settings.asked.writer
            return writer.flatMap { $0.isReadReplica || cloud.cutSince($0.region) != nil ? nil : Rows.name($0.key) }
        }
        return cloud.usedDatabases.first { !$0.isReadReplica && $0.status != "creating" }.map { Rows.name($0.key) }
    }
}
