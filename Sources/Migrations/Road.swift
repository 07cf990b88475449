import Planning
import Values

/// The way from one phase to a neighbouring one: what its stages are called, prove and undo.
public struct Road: Sendable, Hashable {
    public var from: Int
    public var to: Int
    /// What the new phase cures, in one sentence.
    public var purpose: String
    /// How what is shifted is taken back.
    public var undoShift: String
    /// What the user must know before walking it; may be empty.
    public var warnings: [String]

    /// For example `1-2`.
    public var name: String { "\(from)-\(to)" }

    var names: LegPlanner.StageNames {
        LegPlanner.StageNames(prepare: "\(name)/prepare", shift: "\(name)/shift", retire: "\(name)/retire")
    }

    /// The road's stages in order.
    var stages: [Stage] {
        [
            Stage(
                name: names.prepare, road: name, role: .prepare,
                undo: "Nothing of the old shape has changed: the new resources can be deleted."),
            Stage(
                name: "\(name)/verify", road: name, role: .verify,
                gate: Gate(
                    measure: "every new resource serves", threshold: "all", window: .seconds(60),
                    timeLimit: .minutes(30)),
                undo: "As for prepare."),
            Stage(name: names.shift, road: name, role: .shift, undo: undoShift),
            Stage(
                name: "\(name)/soak", road: name, role: .soak,
                gate: Gate(
                    measure: "the new shape has served without a failed step", threshold: "all",
                    window: .minutes(5), timeLimit: .minutes(30)),
                undo: undoShift),
            Stage(
                name: names.retire, road: name, role: .retire,
                undo: "None: the old resources are gone; what held data is kept.", isPointOfNoReturn: true),
        ]
    }
}
