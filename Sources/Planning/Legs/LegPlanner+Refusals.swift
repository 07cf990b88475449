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

    /// Why what is protected does not go without the user's word.
    func protectedProblem(
        _ address: Address, _ verb: String, _ changes: [PropertyChange] = [], _ failure: String = ""
    ) -> Diagnostic {
        let cause =
            failure.isEmpty
            ? changes.first(where: \.forcesReplacement).map { ", since \($0.path) can't be changed in place" }
            : ", since it has failed (\(failure))"
        return Diagnostic(
            "plan.protected", "The plan would \(verb) \(address), which is protected\(cause ?? "").",
            path: address.text, hint: "If that is what you want, say so: --allow-destroy \(address)")
    }

    /// Whether a replacement is left to a later leg: what stands on the old one may itself be replaced on a road, and
    /// what is about to leave goes on standing on it until then. Only what has failed can't wait for the end of a road.
    func isPostponed(_ address: Address, _ reason: ChangeReason) -> Bool {
        switch scope {
        case .onlyChanges: return true
        case .additions(let frozen), .undoing(_, let frozen):
            if reason == .propertyForcesReplacement { return true }
            var seen = frozen
            var open = Array(frozen)
            while let user = open.popLast() {
                for needed in before[user] ?? [] where seen.insert(needed).inserted {
                    if needed == address { return true }
                    open.append(needed)
                }
            }
            return false
        case .everything, .destruction, .only: return false
        }
    }

    private func lowers(_ change: PropertyChange, _ kind: Kind) -> Bool {
        guard input.schemas[kind]?.effects(of: change.path).contains(.neverLowered) == true,
            let old = change.old?.text, let new = change.new?.text
        else { return false }
        return VersionNumbers.isOlder(new, than: old) && !old.hasPrefix(new + ".")
    }
}
