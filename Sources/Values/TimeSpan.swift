/// A length of time, in milliseconds.
public struct TimeSpan: Hashable, Comparable, Sendable {
    public var milliseconds: Int

    public init(milliseconds: Int) { self.milliseconds = milliseconds }

    public static func milliseconds(_ count: Int) -> TimeSpan { TimeSpan(milliseconds: count) }
    public static func seconds(_ count: Int) -> TimeSpan { TimeSpan(milliseconds: count * 1000) }
    public static func minutes(_ count: Int) -> TimeSpan { .seconds(count * 60) }
    public static func hours(_ count: Int) -> TimeSpan { .minutes(count * 60) }
    public static let zero = TimeSpan(milliseconds: 0)

    /// Whole seconds, rounded down.
    public var seconds: Int { milliseconds / 1000 }

    public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.milliseconds < right.milliseconds }
    public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(milliseconds: left.milliseconds + right.milliseconds)
    }
    public static func * (left: TimeSpan, factor: Int) -> TimeSpan {
        TimeSpan(milliseconds: left.milliseconds * factor)
    }
}
