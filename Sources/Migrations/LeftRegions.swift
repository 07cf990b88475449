import Blueprints
public import Resources
public import Specs
import Values

/// Regions in which a platform serves and that its spec no longer names.
public enum LeftRegions {
    /// What every region has in which a platform serves.
    private static let serving = ["instance/machine", "front-door/load-balancer"]

    /// Where a platform serves.
    public static func serving(_ observed: [ResourceObservation]) -> Set<String> {
        Set(observed.filter { serving.contains($0.address.local) }.map(\.address.scope))
    }

    /// The spec with the regions behind its own that it leaves by a road from several regions to one: what is in them stays
    /// a part of the old shape, whole, until users are elsewhere.
    public static func spec(_ spec: Spec, before observed: [ResourceObservation]) -> Spec {
        spec.phase < Blueprint.latestPhase ? wider(spec, serving(observed), observed) : spec
    }

    /// The spec with all regions behind its own in which there is something, kept data too.
    public static func spec(_ spec: Spec, with observed: [ResourceObservation]) -> Spec {
        wider(spec, Set(observed.map(\.address.scope)), observed)
    }

    private static func wider(_ spec: Spec, _ regions: Set<String>, _ observed: [ResourceObservation]) -> Spec {
        var wider = spec
        for region in regions.subtracting(spec.regions.map(\.name)).sorted() {
            let vpc = observed.first { $0.address.text == "\(region)/network/vpc" }
            guard let network = vpc?.properties.text("CidrBlock") else { continue }
            wider.regions.append(RegionSpec(name: region, network: network))
        }
        return wider
    }
}
