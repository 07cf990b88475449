import Specs

/// What many rehearsals rehearse.
public enum Way: Sendable, Hashable {
    /// The road to the spec.
    case road
    /// The writer's planned move to a region and home again.
    case failover(String)
    /// A region of the platform is lost: where the writer is there, another one takes over; the platform gives the region up,
    /// and clears it when it answers again.
    case losing(String)

    /// - Parameter from: the spec of the platform that it begins with; nil where that is as state has it.
    func legs(_ spec: Spec, from: Spec?) -> [Rehearsal.Leg] {
        switch self {
        case .road: [Rehearsal.Leg(spec)]
        case .failover(let region): [Rehearsal.Leg(spec, .failover(region)), Rehearsal.Leg(spec, .failback)]
        case .losing(let region):
            [
                from.flatMap { takeOver($0, spec, region) }, Rehearsal.Leg(spec, lost: region), Rehearsal.Leg(spec),
            ].compactMap { $0 }
        }
    }

    private func takeOver(_ from: Spec, _ spec: Spec, _ region: String) -> Rehearsal.Leg? {
        guard from.primaryRegion.name == region else { return nil }
        return Rehearsal.Leg(from, .takeOver(spec.primaryRegion.name), lost: region)
    }
}
