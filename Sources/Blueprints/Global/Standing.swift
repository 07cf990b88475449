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

    public init(phase: Int, road: String? = nil, leadsTo: Int? = nil, takesBack: Bool = false) {
        self.phase = phase
        self.road = road
        self.leadsTo = leadsTo
        self.takesBack = takesBack
    }

    static let kind: Kind = "AWS::SSM::Parameter"

    static func address(_ region: String) -> Address { Address("\(region)/platform/standing") }

    /// What the parameter of a platform says; nil when there is none, or when its text is not one of ours.
    public init?(observed: [ResourceObservation]) {
        let parameter = observed.first { $0.kind == Self.kind && $0.address.local == "platform/standing" }
        guard let text = parameter?.properties.text("Value"),
            let value = try? JSON.value(from: text),
            let phase = value.number("phase"), (0...Blueprint.latestPhase).contains(phase)
        else { return nil }
        self.init(
            phase: phase, road: value.text("road"), leadsTo: value.number("leadsTo"),
            takesBack: value["takesBack"]?.flag == true)
    }

    /// The phase that a platform is in which state does not know; nil when nothing of it exists.
    public static func phase(observed: [ResourceObservation]) -> Int? {
        Standing(observed: observed)?.phase ?? observed.compactMap(\.phase).max()
    }

    /// The graph with this said in its parameter.
    public func said(in graph: ResourceGraph) -> ResourceGraph {
        ResourceGraph(
            graph.resources.map { resource in
                guard resource.kind == Self.kind, resource.address.local == "platform/standing" else { return resource }
                var resource = resource
                resource.properties["Value"] = .string(text)
                return resource
            })
    }

    private var text: String {
        var value: Value = ["phase": .int(phase)]
        if let road { value["road"] = .string(road) }
        if let leadsTo { value["leadsTo"] = .int(leadsTo) }
        if takesBack { value["takesBack"] = true }
        return JSON.text(of: value)
    }

    static func resources(_ spec: Spec, phase: Int) -> [Resource] {
        spec.regions.prefix(1).map { region in
            Resource(
                address: address(region.name), kind: kind, region: region.name,
                properties: [
                    "Name": .string("/reconcile/\(spec.name)/standing"), "Type": "String",
                    "Description": "the phase that reconcile has brought the platform to",
                    "Value": .string(Standing(phase: phase).text),
                ], tags: spec.tags, phase: 0)
        }
    }
}
