import Locks
import SQLite
import Values

extension StateStore {
    /// Takes the lease; a dead holder on this host is taken over at once, as its OS lock went with it.
    /// - Throws: `StateError` with code `state.leaseHeld`: who holds it, since when, and what to do.
    public func takeLease() throws(StateError) -> Lease {
        let lock: FileLock
        do throws(LockError) { lock = try FileLock(path: path + "-lock") } catch { throw StateError(error) }
        var looks = 0
        while !lock.tryExclusive() {
            // Who has the lock writes its row a moment later, and one that just died has left its own: look again
            // until the row is that of a living process.
            let holder = try leaseHolder()
            looks += 1
            if holder?.isHeld == true, holder?.isAliveHere == true || looks > 100 { throw held(holder) }
            if looks > 100 { throw held(nil) }
            ProcessFacts.pause(milliseconds: 10)
        }
        let me = LeaseHolder.current
        let result = try access { (connection) throws(SQLiteError) -> (fence: Int, foreign: LeaseHolder?) in
            try connection.transaction { (connection) throws(SQLiteError) in
                let row = try connection.run("SELECT fence, host, boot, process, started, since, held FROM lease").first
                let holder = row.flatMap(LeaseHolder.init)
                // Another host's process can't be looked at from here; it must end or be unlocked.
                if let holder, holder.isHeld, holder.host != me.host { return (0, holder) }
                let fence = (row?[0].integer ?? 0) + 1
                try connection.run(
                    "INSERT OR REPLACE INTO lease VALUES (1, ?, ?, ?, ?, ?, ?, 1)",
                    [
                        .integer(fence), .text(me.host), .text(me.boot), .integer(me.process), .text(me.started),
                        .integer(me.since),
                    ])
                return (fence, nil)
            }
        }
        if let foreign = result.foreign { throw held(foreign) }
        return Lease(fence: result.fence, lock: lock)
    }

    /// Gives the lease back.
    public func release(_ lease: consuming Lease) throws(StateError) {
        let fence = lease.fence
        try access { (connection) throws(SQLiteError) in
            _ = try connection.run("UPDATE lease SET held = 0 WHERE fence = ?", [.integer(fence)])
        }
    }

    /// Who holds the lease by its row; nil when nobody does.
    public func leaseHolder() throws(StateError) -> LeaseHolder? {
        try access { (connection) throws(SQLiteError) in
            try connection.run("SELECT fence, host, boot, process, started, since, held FROM lease").first
                .flatMap(LeaseHolder.init)
        }
    }

    /// Takes the lease away from a holder that can't be asked; its next record is refused.
    public func unlock() throws(StateError) -> LeaseHolder? {
        let holder = try leaseHolder()
        try access { (connection) throws(SQLiteError) in
            _ = try connection.run("UPDATE lease SET held = 0, fence = fence + 1")
        }
        return holder
    }

    private func held(_ holder: LeaseHolder?) -> StateError {
        let who = holder.map {
            "process \($0.process) on \($0.host), since \(Instant(milliseconds: $0.since * 1000).timestamp)"
        }
        return StateError(
            "state.leaseHeld", "Another run holds \(path): \(who ?? "another process").",
            hint: "Wait for it (--lock-timeout SECONDS), or if it can't end, run `reconcile unlock --state \(path)`.")
    }
}
