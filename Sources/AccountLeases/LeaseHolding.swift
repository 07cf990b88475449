import Values

/// A process that holds the lease of a platform in its account.
public struct LeaseHolding: Sendable, Hashable {
    public let host: String
    /// Of the machine's boot and the space in which the process's number counts.
    public let boot: String
    public let process: Int
    /// The process's start time, so that a reused number is not mistaken for it.
    public let started: String
    /// Seconds since 1970, by the holder's clock.
    public let since: Int
    /// Nobody else's: by it a holder knows its own record again after a lost answer.
    public let token: String

    public init(host: String, boot: String, process: Int, started: String, since: Int, token: String) {
        self.host = host
        self.boot = boot
        self.process = process
        self.started = started
        self.since = since
        self.token = token
    }

    init?(_ value: Value) {
        guard let host = value.text("host"), let process = value.number("process"), let token = value.text("token")
        else {
            return nil
        }
        self.init(
            host: host, boot: value.text("boot") ?? "", process: process, started: value.text("started") ?? "",
            since: value.number("since") ?? 0, token: token)
    }

    /// - Parameter renewals: how often it was renewed, so that each record is another.
    func value(renewals: Int) -> Value {
        [
            "host": .string(host), "boot": .string(boot), "process": .int(process), "started": .string(started),
            "since": .int(since), "token": .string(token), "renewals": .int(renewals),
        ]
    }

    /// For people: which process, where, since when.
    public var text: String {
        "process \(process) on \(host), since \(Instant(milliseconds: since * 1000).timestamp)"
    }
}
