/// Why each phase exists.
public enum Bottlenecks {
    /// What the phase cures, in one sentence; nil for the first.
    public static func cured(byPhase phase: Int) -> String? {
        Roads.all.first { $0.to == phase && $0.from == phase - 1 }?.purpose
    }
}
