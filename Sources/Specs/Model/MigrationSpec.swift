public import Values

/// What holds for every way that a run walks: who is asked, when users may notice something, and how long a stage may take.
public struct MigrationSpec: Hashable, Sendable {
    /// The stages before which a run stops until somebody approves: a name such as `1-2/retire`, a road such as `1-2`,
    /// a role such as `shift`, or the beginning of a name with `*` behind it.
    public var approve: [String]
    /// When stages that users may notice may begin; empty for always.
    public var windows: [WeeklyWindow]
    /// Minutes that a stage may take, by a pattern as in `approve`.
    public var timeLimits: [String: Int]

    public init(approve: [String] = [], windows: [WeeklyWindow] = [], timeLimits: [String: Int] = [:]) {
        self.approve = approve
        self.windows = windows
        self.timeLimits = timeLimits
    }

    public var isEmpty: Bool { approve.isEmpty && windows.isEmpty && timeLimits.isEmpty }
}
