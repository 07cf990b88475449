import Diagnostics
import Resources
import Values

extension LegPlanner {
    /// Refuses an older version of what the cloud never takes back to one.
    mutating func refuseLowering(_ resource: Resource, _ existing: World.Existing, _ changes: [PropertyChange]) {
        for change in changes where !existing.isPredicted && lowers(change, resource.kind) {
            problems.append(
                Diagnostic(
                    "plan.cannotLower",
                    "\(change.path) of \(resource.address) is \(change.old?.text ?? "") and can't be lowered to "
                        + "\(change.new?.text ?? "").", path: resource.address.text,
                    hint: "Write the version that is there, or a newer one, into the spec."))
        }
    }

    private func lowers(_ change: PropertyChange, _ kind: Kind) -> Bool {
        guard input.schemas[kind]?.effects(of: change.path).contains(.neverLowered) == true,
            let old = change.old?.text, let new = change.new?.text
        else { return false }
        let parts = [new, old].map { $0.split(separator: ".").map { Int($0) ?? 0 } }
        return parts[0].lexicographicallyPrecedes(parts[1]) && !old.hasPrefix(new + ".")
    }
}
