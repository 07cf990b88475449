import Documents
import Locks
import Planning
public import Resources
import SQLite
import Values

extension StateStore {
    /// Begins a run: the platform's row, the run's row and the plan's one use, in one transaction.
    /// - Throws: `StateError` with code `state.planSpent` for a saved plan that was used before.
    public func begin(_ header: RunHeader, lease: borrowing Lease) throws(StateError) -> RunJournal {
        let plan = header.plan
        let fence = lease.fence
        let isFresh = try access { (connection) throws(SQLiteError) in
            try connection.transaction { (connection) throws(SQLiteError) in
                if header.spendsPlan {
                    let spent = try connection.run(
                        "SELECT run FROM spent_plans WHERE hash = ?", [.text(header.planHash)])
                    guard spent.isEmpty else { return false }
                }
                try connection.run(
                    """
                    INSERT INTO platforms (name, account, provider, phase, serial) VALUES (?, ?, ?, ?, 0)
                    ON CONFLICT (name) DO UPDATE SET account = excluded.account, provider = excluded.provider
                    """,
                    [
                        .text(plan.platform), .text(plan.account), .text(plan.provider),
                        plan.fromPhase.map(SQLValue.integer) ?? .null,
                    ])
                try connection.run(
                    """
                    INSERT INTO runs (id, platform, purpose, plan_hash, from_phase, to_phase, began, plan, command)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        .text(header.id), .text(plan.platform), .text(plan.purpose.rawValue), .text(header.planHash),
                        plan.fromPhase.map(SQLValue.integer) ?? .null, .integer(header.leadsTo),
                        .integer(header.began.milliseconds), .text(JSON.text(of: PlanOutline(plan).value)),
                        .text(header.command),
                    ])
                if plan.purpose == .apply {
                    try connection.run(
                        "UPDATE platforms SET road_run = ? WHERE name = ? AND road IS NOT NULL",
                        [.text(header.id), .text(plan.platform)])
                }
                if header.spendsPlan {
                    try connection.run(
                        "INSERT INTO spent_plans VALUES (?, ?)", [.text(header.planHash), .text(header.id)])
                }
                return true
            }
        }
        guard isFresh else {
            throw StateError(
                "state.planSpent", "This saved plan has been used already.", hint: "Make a new one with plan --out.")
        }
        return RunJournal(store: self, header: header, fence: fence, objection: lease.objection())
    }

    /// The run that used a saved plan and did not end, with the ids of the steps that it has done.
    public func interruptedRun(planHash: String) throws(StateError) -> (id: String, done: Set<String>)? {
        try access { (connection) throws(SQLiteError) in
            guard
                let id = try connection.run(
                    """
                    SELECT r.id FROM runs r JOIN spent_plans s ON s.run = r.id
                    WHERE s.hash = ? AND (r.result IS NULL OR r.result != 'converged')
                    """, [.text(planHash)]
                ).first?.first?.text
            else { return nil }
            let done = try connection.run(
                "SELECT step FROM journal WHERE run = ? AND type = 'outcome' AND detail = 'done'", [.text(id)])
            return (id, Set(done.compactMap { $0.first?.text }))
        }
    }

    /// The journal of an interrupted run, to go on with it.
    public func resume(_ header: RunHeader, lease: borrowing Lease) -> RunJournal {
        RunJournal(store: self, header: header, fence: lease.fence, objection: lease.objection())
    }

    /// Takes over what was observed for resources that state knows; counts only what is new.
    public func refresh(_ platform: String, _ observed: [ResourceObservation]) throws(StateError) -> Int {
        let recorded = try recorded(platform)
        var known: [String: RecordedResource] = [:]
        for record in recorded {
            known["\(record.observation.address)#\(record.observation.generation)"] = record
        }
        var changed: [RecordedResource] = []
        for observation in observed {
            guard var record = known["\(observation.address)#\(observation.generation)"],
                record.observation != observation
            else { continue }
            record.observation = observation
            changed.append(record)
        }
        guard !changed.isEmpty else { return 0 }
        let rows = changed
        try access { (connection) throws(SQLiteError) in
            try connection.transaction { (connection) throws(SQLiteError) in
                for record in rows { try ResourceRow.write(record, of: platform, &connection) }
                try connection.run("UPDATE platforms SET serial = serial + 1 WHERE name = ?", [.text(platform)])
            }
        }
        return changed.count
    }

    /// Notes that a platform is whole in a phase, where nothing was left to do for it; true when that was news.
    public func settle(_ platform: String, phase: Int) throws(StateError) -> Bool {
        try access { (connection) throws(SQLiteError) in
            !(try connection.run(
                """
                UPDATE platforms SET phase = ?1, road = NULL, road_stage = NULL, road_run = NULL
                WHERE name = ?2 AND (phase IS NOT ?1 OR road IS NOT NULL) RETURNING name
                """, [.integer(phase), .text(platform)]
            ).isEmpty)
        }
    }

    /// Notes that nothing new may begin on a platform, or again may; a live run looks at it. It needs no lease, and the
    /// serial does not move.
    /// - Parameter since: seconds since 1970; nil ends the pause.
    /// - Returns: whether that was news.
    public func pause(_ platform: String, since: Int?) throws(StateError) -> Bool {
        try access { (connection) throws(SQLiteError) in
            !(try connection.run(
                "UPDATE platforms SET paused = ?1 WHERE name = ?2 AND (paused IS NULL) IS NOT (?1 IS NULL) RETURNING name",
                [since.map(SQLValue.integer) ?? .null, .text(platform)]
            ).isEmpty)
        }
    }

    /// Takes over what others changed: what was observed, and that the rest of what we knew is gone.
    /// - Returns: how many resources that changed.
    public func accept(_ platform: String, _ observed: [ResourceObservation]) throws(StateError) -> Int {
        let present = Set(observed.map { "\($0.address)#\($0.generation)" })
        let gone = try recorded(platform).map(\.observation).filter {
            !present.contains("\($0.address)#\($0.generation)")
        }
        let changed = try refresh(platform, observed)
        guard !gone.isEmpty else { return changed }
        try access { (connection) throws(SQLiteError) in
            try connection.transaction { (connection) throws(SQLiteError) in
                for one in gone {
                    try connection.run(
                        "DELETE FROM resources WHERE platform = ? AND address = ? AND generation = ?",
                        [.text(platform), .text(one.address.text), .integer(one.generation)])
                }
                try connection.run("UPDATE platforms SET serial = serial + 1 WHERE name = ?", [.text(platform)])
            }
        }
        return changed + gone.count
    }

    /// Drops what is known of an address, every generation; false when there was nothing.
    public func forget(_ address: Address, of platform: String) throws(StateError) -> Bool {
        try access { (connection) throws(SQLiteError) in
            try connection.transaction { (connection) throws(SQLiteError) in
                let place: [SQLValue] = [.text(platform), .text(address.text)]
                let known = try connection.run(
                    "SELECT 1 FROM resources WHERE platform = ? AND address = ?", place)
                guard !known.isEmpty else { return false }
                try connection.run("DELETE FROM resources WHERE platform = ? AND address = ?", place)
                try connection.run("UPDATE platforms SET serial = serial + 1 WHERE name = ?", [.text(platform)])
                return true
            }
        }
    }

    /// Gives every generation of a resource another address, here and where others refer to it.
    public func move(_ from: Address, to: Address, of platform: String) throws(StateError) {
        let moved = try recorded(platform).map { record -> RecordedResource in
            var record = record
            record.references = record.references.map { $0 == from ? to : $0 }.sorted()
            if record.observation.address == from { record.observation.address = to }
            return record
        }
        try access { (connection) throws(SQLiteError) in
            try connection.transaction { (connection) throws(SQLiteError) in
                try connection.run(
                    "DELETE FROM resources WHERE platform = ? AND address = ?", [.text(platform), .text(from.text)])
                for record in moved { try ResourceRow.write(record, of: platform, &connection) }
                try connection.run("UPDATE platforms SET serial = serial + 1 WHERE name = ?", [.text(platform)])
            }
        }
    }

    /// Where backups of a state lie.
    public static func backupFolder(of path: String) -> String {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return (folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder) + "/backups"
    }

    /// Copies the database by SQLite's backup API, once it has been found whole: a damaged one must not take the place
    /// of an older, better copy.
    public func backUp(to target: String) throws(StateError) {
        let path = path
        try access { (connection) throws(SQLiteError) in
            let found = try connection.run("PRAGMA quick_check(1)").first?.first?.text ?? "no answer"
            guard found == "ok" else { throw SQLiteError(code: 11, message: found, path: path) }
            try connection.backUp(to: target)
        }
    }
}
