import Planning
import SQLite
import Values

extension StateStore {
    /// What is known of a platform, as the text of a file that `importing` takes.
    public func exported(_ platform: String) throws(StateError) -> String {
        guard let row = try self.platform(platform) else {
            throw StateError(
                "state.unknownPlatform", "\(path) knows no platform \(platform).", hint: "See `reconcile status`.")
        }
        guard row.road == nil else {
            throw StateError(
                "state.onTheRoad", "\(platform) is between two phases, which an export can't say.",
                hint: "Finish the run first; `reconcile status` names it.")
        }
        return ExportedState(platform: row, resources: try recorded(platform)).text
    }

    /// Puts an exported state in the place of what is known of its platform.
    /// - Throws: `StateError` with code `state.olderExport` for a copy that is older than what is there, and
    ///   `state.otherAccount` for one of another account or provider.
    public func importing(_ copy: ExportedState) throws(StateError) {
        let new = copy.platform
        if let known = try platform(new.name) {
            guard known.account == new.account, known.provider == new.provider else {
                throw StateError(
                    "state.otherAccount",
                    "\(new.name) is in account \(known.account) of \(known.provider), the file is of \(new.account) of "
                        + "\(new.provider).", hint: "Name another state with --state PATH.")
            }
            guard known.serial <= new.serial else {
                throw StateError(
                    "state.olderExport",
                    "The file is older than the state: serial \(new.serial), and \(path) is at \(known.serial).",
                    hint: "Export anew, or import it into a new state with --state PATH.")
            }
        }
        try access { (connection) throws(SQLiteError) in
            try connection.transaction { (connection) throws(SQLiteError) in
                try connection.run(
                    """
                    INSERT INTO platforms (name, account, provider, phase, serial) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET phase = excluded.phase, serial = excluded.serial,
                        road = NULL, road_stage = NULL, road_run = NULL
                    """,
                    [
                        .text(new.name), .text(new.account), .text(new.provider),
                        new.phase.map(SQLValue.integer) ?? .null, .integer(new.serial),
                    ])
                try connection.run("DELETE FROM resources WHERE platform = ?", [.text(new.name)])
                for record in copy.resources { try ResourceRow.write(record, of: new.name, &connection) }
            }
        }
    }
}
