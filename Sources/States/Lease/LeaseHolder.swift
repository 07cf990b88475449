import Locks
import SQLite

/// A process that holds or held the lease.
public struct LeaseHolder: Sendable, Hashable {
    public let host: String
    public let boot: String
    public let process: Int
    /// The process's start time, so that a reused number is not mistaken for it.
    public let started: String
    /// Seconds since 1970.
    public let since: Int
    public let isHeld: Bool

    static var current: LeaseHolder {
        let process = ProcessFacts.id
        return LeaseHolder(
            host: ProcessFacts.host, boot: ProcessFacts.bootID, process: process,
            started: ProcessFacts.startTime(of: process) ?? "", since: ProcessFacts.secondsSince1970, isHeld: true)
    }

    private init(host: String, boot: String, process: Int, started: String, since: Int, isHeld: Bool) {
        self.host = host
        self.boot = boot
        self.process = process
        self.started = started
        self.since = since
        self.isHeld = isHeld
    }

    /// From a row of the table `lease`.
    init?(_ row: [SQLValue]) {
        guard row.count == 7, let host = row[1].text, let process = row[3].integer else { return nil }
        self.init(
            host: host, boot: row[2].text ?? "", process: process, started: row[4].text ?? "",
            since: row[5].integer ?? 0, isHeld: row[6].integer == 1)
    }

    /// Whether it is a process of this host and boot that still runs.
    public var isAliveHere: Bool {
        host == ProcessFacts.host && boot == ProcessFacts.bootID
            && ProcessFacts.startTime(of: process) == started
    }
}
