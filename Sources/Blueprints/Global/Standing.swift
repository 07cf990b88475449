import Documents
public import Resources
import Specs
import Values

/// Where a platform stands, as a parameter in the account says: a lost state file loses neither phase nor road.
///
/// The share that a listener gives is how far a road's traffic has come; it is read from the listener itself.
public struct Standing: Sendable, Hashable {
    /// The phase that the platform is in; on a road the one that it leaves.
    public var phase: Int
    /// For example `1-2`; nil for a platform that is whole.
    public var road: String?
    /// The phase that the way leads to, which may be beyond the road.
    public var leadsTo: Int?

    /// The road is walked to take back another one, of which it is the reverse.
    public var takesBack: Bool
    /// Where the writer stands; nil where it never moved.
    public var writer: Writer?
    /// All in which something of the platform may be, kept data too, sorted; empty where that is the first region alone.
    public var regions: [String]
    /// Those of them that were given up while they did not answer, sorted: what is in them goes when they answer again.
    public var lost: [String]

    public init(
        phase: Int, road: String? = nil, leadsTo: Int? = nil, takesBack: Bool = false, writer: Writer? = nil,
        regions: [String] = [], lost: [String] = []
    ) {
        self.writer = writer
        self.regions = regions
        self.lost = lost
        self.phase = phase
        self.road = road
        self.leadsTo = leadsTo
        self.takesBack = takesBack
    }

    static let kind: Kind = "AWS::SSM::Parameter"

    static func address(_ region: String) -> Address { Address("\(region)/\(local)") }

    private static let local = "platform/standing"

    /// Whether it is the address of such a parameter.
    public static func isStanding(_ address: Address) -> Bool { address.local == local }

    /// What the parameters of a platform say, of which each region of phase 4 has one; nil when there is none, or none
    /// with a text of ours.
    ///
    /// Where they differ, the one knows best that knows of the writer's last move, which a region that was lost missed;
    /// then the one that still names a road. A region counts that any of them names, and the word of one that another
    /// gave up counts for nothing else.
    public init?(observed: [ResourceObservation]) {
        let told = observed.filter { $0.kind == Self.kind && Self.isStanding($0.address) }.compactMap { one in
            Standing(text: one.properties.text("Value") ?? "").map { (region: one.address.scope, standing: $0) }
        }
        let lost = Set(told.flatMap(\.standing.lost))
        let counting = told.filter { !lost.contains($0.region) }
        let all = (counting.isEmpty ? told : counting).map(\.standing)
        func rank(_ standing: Standing) -> (Int, Int, Int) {
            (standing.writer?.term ?? 0, standing.writer?.isCopied == true ? 1 : 0, standing.road == nil ? 0 : 1)
        }
        guard let best = all.max(by: { rank($0) < rank($1) }) else { return nil }
        self = best
        regions = Set(told.flatMap(\.standing.regions)).sorted()
    }

    private init?(text: String) {
        guard let value = try? JSON.value(from: text), let phase = value.number("phase"),
            (0...Blueprint.latestPhase).contains(phase)
        else { return nil }
        self.init(
            phase: phase, road: value.text("road"), leadsTo: value.number("leadsTo"),
            takesBack: value["takesBack"]?.flag == true, writer: Writer(value["writer"]),
            regions: value["regions"]?.texts ?? [], lost: value["lost"]?.texts ?? [])
    }

    /// The phase that a platform is in which state does not know; nil when nothing of it exists.
    public static func phase(observed: [ResourceObservation]) -> Int? {
        Standing(observed: observed)?.phase ?? observed.compactMap(\.phase).max()
    }

    /// The graph with this said in its parameter, beside where that says the writer stands: a road moves no writer, and
    /// whoever goes on with it has to know which database has the rows.
    public func said(in graph: ResourceGraph) -> ResourceGraph {
        Self.saying(in: graph) { known in
            var standing = self
            standing.writer = known.writer ?? writer
            standing.regions = Set(regions + known.regions).sorted()
            standing.lost = known.lost
            return standing
        }
    }

    /// The graph whose parameter also names regions that no stamp is in, since kept data is there, or since they were given
    /// up while they did not answer.
    public static func naming(kept: [String], lost: [String], in graph: ResourceGraph) -> ResourceGraph {
        guard !kept.isEmpty || !lost.isEmpty else { return graph }
        let own = graph.resources.filter { isStanding($0.address) }.map(\.region)
        return saying(in: graph) { known in
            var standing = known
            standing.regions = Set(known.regions + own + kept + lost).sorted()
            standing.lost = lost.sorted()
            return standing
        }
    }

    private static func saying(in graph: ResourceGraph, _ change: (Standing) -> Standing) -> ResourceGraph {
        ResourceGraph(
            graph.resources.map { resource in
                guard isStanding(resource.address),
                    let known = resource.properties.text("Value").flatMap(Standing.init(text:))
                else { return resource }
                var resource = resource
                resource.properties["Value"] = .string(change(known).text)
                return resource
            })
    }

    private var text: String {
        var value: Value = ["phase": .int(phase)]
        if let road { value["road"] = .string(road) }
        if let leadsTo { value["leadsTo"] = .int(leadsTo) }
        if takesBack { value["takesBack"] = true }
        value["writer"] = writer?.value
        if !regions.isEmpty { value["regions"] = .strings(regions) }
        if !lost.isEmpty { value["lost"] = .strings(lost) }
        return JSON.text(of: value)
    }

    /// One in each region, so that whichever is lost, another one knows.
    static func resources(_ spec: Spec, phase: Int, writer: Writer) -> [Resource] {
        let stamps = phase >= 4 ? spec.regions : Array(spec.regions.prefix(1))
        let regions = stamps.count > 1 ? stamps.map(\.name).sorted() : []
        return stamps.map { region in
            Resource(
                address: address(region.name), kind: kind, region: region.name,
                properties: [
                    "Name": .string("/reconcile/\(spec.name)/standing"), "Type": "String",
                    "Description": "the phase that reconcile has brought the platform to",
                    "Value": .string(Standing(phase: phase, writer: writer, regions: regions).text),
                ], tags: spec.tags, phase: region.name == spec.primaryRegion.name ? 0 : 4)
        }
    }
}
