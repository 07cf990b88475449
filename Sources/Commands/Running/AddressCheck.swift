import Diagnostics
import Migrations
import Planning
import Resources

/// Finds addresses on the command line that mean nothing, before a plan ignores them silently.
enum AddressCheck {
    /// - Parameter upTo: the highest phase whose resources may be meant.
    static func check(_ session: Session, _ input: PlanningInput, upTo phase: Int) throws(CommandFailure) {
        let options = input.options
        guard !options.selectsAll || !options.replacements.isEmpty else { return }
        var known = Set(input.observed.map(\.address.text)).union(input.recorded.map(\.observation.address.text))
        for phase in 0...phase {
            known.formUnion(session.shapes.graph(phase).resources.map(\.address.text))
        }
        for (flag, patterns) in [("target", options.targets), ("exclude", options.excludes)] {
            for pattern in patterns where !known.contains(where: { $0 == pattern || $0.hasPrefix(pattern + "/") }) {
                throw unknown(pattern, flag, known)
            }
        }
        for address in options.replacements.map(\.text).sorted() where !known.contains(address) {
            throw unknown(address, "replace", known)
        }
    }

    private static func unknown(_ pattern: String, _ flag: String, _ known: Set<String>) -> CommandFailure {
        CommandFailure(
            "--\(flag) \(pattern) is no address of this platform. [plan.unknownAddress]",
            hint: Suggestion.addressHint(
                for: pattern, among: known, otherwise: "See `reconcile state list` and `reconcile plan`."))
    }
}
