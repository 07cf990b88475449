import Blueprints
import Migrations
import Resources
import Specs
import Terminal

/// Refuses to take a platform out of a region by another name in its spec.
enum RegionCheck {
    static func check(_ spec: Spec, _ observed: [ResourceObservation]) throws(CommandFailure) {
        // What was given up goes when it answers again.
        let used = LeftRegions.serving(observed).subtracting(Standing(observed: observed)?.lost ?? [])
        // Below phase 4 the second region is left by the road 4-3.
        let named = spec.phase >= 4 ? Set(spec.regions.map(\.name)) : [spec.primaryRegion.name]
        let left = used.subtracting(named).sorted()
        guard let region = left.first, spec.phase >= 4 || used.isDisjoint(with: named) else { return }
        throw CommandFailure(
            "\(spec.name) serves in \(region), which this spec does not name: a region can't be renamed, since all that is in "
                + "it would be destroyed and made anew elsewhere, without its data. [plan.regionRenamed]",
            hint: "Name \(region) again. Another region is a second one in phase 4, or a platform of its own; to leave "
                + "\(region), apply phase 3 with the other one alone first.")
    }
}
