/// Where a run's records become durable.
public protocol JournalWriting: Sendable {
    /// Makes the records durable, in order and in one transaction, and checks that we still hold the lease.
    /// - Throws: `JournalFailure`; then nothing of it was written, and the run must stop before its next call.
    func append(_ records: [JournalRecord]) throws(JournalFailure)
}
