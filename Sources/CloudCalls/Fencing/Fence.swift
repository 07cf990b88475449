import Synchronization

/// Whether this process may still change the platform, which may be another's by now.
public final class Fence: Sendable {
    public typealias Rule = @Sendable () -> String?

    private let rule = Mutex<Rule>({ nil })

    public init() {}

    /// From now on nothing is changed while the rule says why not.
    public func heed(_ rule: @escaping Rule) { self.rule.withLock { $0 = rule } }

    /// Why nothing may be changed; nil when it may.
    public var problem: String? { rule.withLock { $0 }() }

    /// - Throws: `Client.Fenced` for a call that changes something and may not.
    public func check(isRead: Bool) throws(AWSError) {
        guard !isRead, let problem else { return }
        throw AWSError("Client.Fenced", "the platform may be another run's by now: \(problem)")
    }
}
