import Resources
import Specs
import Values

/// The part of a platform that lies in one region; called once for each.
struct RegionalStamp {
    let spec: Spec
    let region: RegionSpec
    let phase: Int
    let writer: Writer

    init(_ spec: Spec, _ region: RegionSpec, phase: Int, writer: Writer) {
        self.spec = spec
        self.region = region
        self.phase = phase
        self.writer = writer
    }

    /// The platform's other regions in this phase.
    var others: [RegionSpec] { phase >= 4 ? spec.regions.filter { $0.name != region.name } : [] }
    var isPrimary: Bool { region.name == spec.primaryRegion.name }
    /// Whether the region's database takes the platform's writes.
    var isWriter: Bool { phase < 4 ? isPrimary : region.name == writer.region }
    /// Whether a region has a database: the writer or a copy of it.
    func hasDatabase(in region: RegionSpec) -> Bool { phase < 4 || region.name == writer.region || writer.isCopied }
    var hasDatabase: Bool { hasDatabase(in: region) }
    /// Whether this region's services may write: at the writer, or by the spec's word only where that is.
    var forwardsWrites: Bool { isWriter || spec.database.remoteWrites == .forward }
    /// The address of a part of this region's database, for example `database/instance`.
    func database(_ part: String) -> String { "\(writer.database(in: region.name))/\(part)" }
    /// The part of names that this region's database has.
    var databaseName: String { writer.database(in: region.name) }
    /// The region whose database takes the writes.
    var writerRegion: RegionSpec {
        phase < 4 ? spec.primaryRegion : spec.regions.first { $0.name == writer.region } ?? spec.primaryRegion
    }
    /// The region's short form, for names.
    var short: String { ResourceName.short(region.name) }

    var resources: [Resource] {
        var all = Network(stamp: self).resources + Keys(stamp: self).resources + Registries(stamp: self).resources
        if phase == 0 { all += SingleInstance(stamp: self).resources }
        if phase <= 1 { all += RowsDocument(stamp: self).resources }
        if phase >= 1 {
            all += PrivateNetwork(stamp: self).resources + Firewall(stamp: self).resources
            all += FrontDoor(stamp: self).resources
            if hasDatabase { all += ManagedDatabase(stamp: self).resources }
        }
        if phase == 1 { all += Fleet(stamp: self).resources }
        if phase >= 2 {
            all += ControlPlane(stamp: self).resources + NodeAutoscaler(stamp: self).resources
            all += IngressController(stamp: self).resources
            all += ServiceObjects(stamp: self).resources + ArgoCD(stamp: self).resources
        }
        if phase >= 3 { all += Cache(stamp: self).resources }
        if phase >= 4 { all += Peering(stamp: self).resources }
        if phase >= 1 { all += Observability(stamp: self).resources }
        return all
    }

    /// A resource of this region; `address` is the part behind the region.
    func make(
        _ address: String, _ kind: Kind, _ properties: Value, dependsOn: [String] = [],
        lifecycle: Lifecycle = Lifecycle(), since: Int = 0
    ) -> Resource {
        Resource(
            address: Address("\(region.name)/\(address)"), kind: kind, region: region.name,
            properties: properties.compacted, tags: spec.tags,
            dependsOn: dependsOn.map { Address($0.hasPrefix("global/") ? $0 : "\(region.name)/\($0)") },
            lifecycle: lifecycle, phase: since)
    }

    /// An attribute of a resource of this region, or of a global one.
    func reference(_ address: String, _ attribute: String) -> Value {
        .reference(
            Reference(
                address: address.hasPrefix("global/") ? address : "\(region.name)/\(address)", attribute: attribute))
    }

    /// An attribute of a resource of another region.
    func reference(in region: RegionSpec, _ address: String, _ attribute: String) -> Value {
        .reference(Reference(address: "\(region.name)/\(address)", attribute: attribute))
    }

    /// An attribute of a region's database.
    func databaseReference(in region: RegionSpec, _ attribute: String) -> Value {
        reference(in: region, "\(writer.database(in: region.name))/instance", attribute)
    }

    /// A name of this platform in this region.
    func name(_ part: String, limit: Int = 255) -> String {
        ResourceName.make(spec.name, short, part, limit: limit)
    }
}
