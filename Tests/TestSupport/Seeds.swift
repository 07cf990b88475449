import FoundationEssentials

/// How much a property test tries.
public enum Seeds {
    /// As many as `RECONCILE_SEEDS` says, 100 by default, times `factor`.
    public static func range(times factor: Int = 1) -> Range<UInt64> { 0..<UInt64(count * factor) }

    /// The number of fuzzed documents: `RECONCILE_FUZZ`, or 2000.
    public static var fuzz: Int { number("RECONCILE_FUZZ") ?? 2000 }

    private static var count: Int { number("RECONCILE_SEEDS") ?? 100 }
    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }
}
