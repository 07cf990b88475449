import Values

/// Which databases the services of a region ask: what their settings in the region's cluster say.
///
/// The fake knows two names of settings, as it knows what a machine does: the host for writes, and the one for reads.
struct ServiceSettings {
    static let type = "Kubernetes::ConfigMap"

    private let cloud: Cloud
    private let data: Value

    /// Nil where no settings of the region name a database.
    init?(region: String, _ cloud: Cloud) {
        let found = cloud.allEvenHidden(Self.type, region).compactMap { $0.attributes["data"] }.first {
            $0["DATABASE_HOST"] != nil
        }
        guard let found else { return nil }
        self.cloud = cloud
        data = found
    }

    /// The databases that answer at those hosts; nil for a host where none does.
    var asked: (writer: CloudObject?, reader: CloudObject?) {
        (instance(at: data.text("DATABASE_HOST")), instance(at: data.text("DATABASE_READ_HOST")))
    }

    private func instance(at host: String?) -> CloudObject? {
        guard let host else { return nil }
        for region in cloud.regions(of: RDS.instance) {
            for one in cloud.allEvenHidden(RDS.instance, region)
            where one.attributes["Endpoint"]?.text("Address") == host && one.status != "deleting" {
                return one
            }
        }
        return nil
    }
}
