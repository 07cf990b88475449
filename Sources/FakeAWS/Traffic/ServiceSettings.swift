import Values

/// Which databases and cache the services of a region ask: what their settings in the region's cluster said when their
/// pods were started, or what they say now where the pods are not the cluster's own.
///
/// The fake knows three names of settings, as it knows what a machine does: the host for writes, and the one for reads.
struct ServiceSettings {
    static let type = "Kubernetes::ConfigMap"

    private let cloud: Cloud
    private let data: Value
    /// Whether any of them asks a cache: one that is about to leave may not, while the others do already.
    let hasCache: Bool

    /// Nil where no settings of the region name a database.
    init?(region: String, _ cloud: Cloud) {
        let started = cloud.allEvenHidden(Pods.type, region).compactMap { $0.hidden["settings"] }
        let said =
            started.isEmpty ? cloud.allEvenHidden(Self.type, region).compactMap { $0.attributes["data"] } : started
        let found = said.first { $0["DATABASE_HOST"] != nil }
        guard let found else { return nil }
        self.cloud = cloud
        data = found
        hasCache = said.contains { $0["CACHE_HOST"] != nil }
    }

    /// The databases that answer at those hosts; nil for a host where none does.
    var asked: (writer: CloudObject?, reader: CloudObject?) {
        (instance(at: data.text("DATABASE_HOST")), instance(at: data.text("DATABASE_READ_HOST")))
    }

    /// The last pod of a Deployment has started: it and all others have what the settings say now.
    static func take(_ key: CloudObject.Key, _ cloud: inout Cloud) {
        let names = cloud.objects[key].map { Pods($0).settingsNames } ?? []
        let place = key.namespacePlace
        var data: Value = [:]
        for name in names {
            data = data.merging(cloud.object(type, key.region, "\(place)/\(name)")?.attributes["data"] ?? [:])
        }
        guard !data.members.isEmpty, cloud.objects[key]?.hidden["settings"] != data else { return }
        Traffic.countIfBegun(&cloud)
        cloud.update(key) { $0.hidden["settings"] = data }
        cloud.steadyTraffic = nil
        let note = CacheModel.note(key.region)
        if ServiceSettings(region: key.region, cloud)?.hasCache != true {
            Traffic.forget(note, &cloud)
        } else if Traffic.noted(note, cloud) == nil {
            Traffic.note(note, cloud.now, &cloud)
        }
    }

    private func instance(at host: String?) -> CloudObject? {
        guard let host else { return nil }
        return cloud.allDatabases.first {
            $0.attributes["Endpoint"]?.text("Address") == host && $0.status != "deleting"
        }
    }
}
