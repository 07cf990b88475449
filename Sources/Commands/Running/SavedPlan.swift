import Diagnostics
import Documents
import Planning
import Reports
import Specs
import Terminal
import Values

/// A plan in a file: readable JSON with the spec and the options that it was made from.
///
/// It is not decoded to be run: `apply` plans anew from the spec inside and runs that only when the two have one hash,
/// so that a plan is refused as soon as the spec, state, provider, account or anything in the cloud has moved on.
struct SavedPlan {
    static let formatVersion = 1
    /// Options that decide what a plan holds.
    private static let deciding = ["target", "exclude", "replace", "allow-destroy", "lost", "refresh"]
    private static let decidingFlags = ["through-phases", "abandon"]

    let hash: String
    let spec: Spec
    /// The deciding options.
    let values: [(name: String, value: String)]
    /// The deciding flags.
    let flags: [String]
    /// The ids of the plan's steps.
    let steps: Set<String>
    let purpose: String
    /// The plan itself.
    let plan: Value

    /// The text of a plan's file.
    static func text(of plan: Plan, spec: Spec, options: Options) -> String {
        let values = deciding.flatMap { name in
            options.all(name).map { ["name": .string(name), "value": .string($0)] as Value }
        }
        return JSON.pretty([
            "savedPlan": .int(formatVersion), "hash": .string(PlanCodec.hash(of: plan)), "spec": spec.value,
            "options": .list(values), "flags": .strings(decidingFlags.filter { options.has($0) }),
            "plan": PlanCodec.value(of: plan),
        ]) + "\n"
    }

    /// Reads a file; nil when it is no saved plan but, say, a spec.
    static func read(_ path: String) throws(CommandFailure) -> SavedPlan? {
        let bytes = try Files.read(path)
        guard let value = try? JSON.value(from: bytes, file: path), let format = value.number("savedPlan") else {
            guard path.hasSuffix(".plan") else { return nil }
            throw CommandFailure(
                "\(path) is no saved plan.", hint: "Make one with `reconcile plan SPEC --out \(path)`.")
        }
        guard format == formatVersion else {
            throw CommandFailure(
                "\(path) is a plan of format \(format); this version reads \(formatVersion).",
                hint: "Make it anew with this version's `plan --out`.")
        }
        let reading = SpecReader.read(Array(JSON.text(of: value["spec"] ?? [:]).utf8), file: "\(path) (spec)")
        guard let spec = reading.spec, let hash = value.text("hash") else {
            throw CommandFailure(DiagnosticReport.lines(reading.diagnostics) + ["error: \(path) is damaged."])
        }
        let plan = value["plan"] ?? [:]
        return SavedPlan(
            hash: hash, spec: spec,
            values: (value["options"]?.elements ?? []).compactMap { option in
                guard let name = option.text("name"), let text = option.text("value") else { return nil }
                return (name, text)
            },
            flags: value["flags"]?.texts.filter(decidingFlags.contains) ?? [],
            steps: Set((plan["steps"]?.elements ?? []).compactMap { $0.text("id") }),
            purpose: plan.text("purpose") ?? "", plan: plan)
    }

    /// The command's options with those that the plan was made with.
    func options(_ given: Options) throws(CommandFailure) -> Options {
        for name in Self.deciding + ["set", "var-file"] where !given.all(name).isEmpty {
            throw CommandFailure(
                "--\(name) can't change a saved plan.", hint: "Give it to `plan --out` and apply the new plan.")
        }
        for name in Self.decidingFlags where given.has(name) && !flags.contains(name) {
            throw CommandFailure(
                "--\(name) can't change a saved plan.", hint: "Give it to `plan --out` and apply the new plan.")
        }
        return given.laying(values, flags: flags)
    }
}
