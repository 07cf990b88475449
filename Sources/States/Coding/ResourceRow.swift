import Diagnostics
import Documents
import Planning
import Resources
import SQLite
import Values

/// A row of the table `resources`.
enum ResourceRow {
    static func recorded(_ row: [SQLValue]) throws(Diagnostic) -> RecordedResource {
        let observation = try ObservationCoding.observation(
            row[5].text ?? "null", address: row[0].text ?? "", generation: row[1].integer ?? 0,
            kind: row[2].text ?? "", region: row[3].text ?? "", physicalID: row[4].text ?? "")
        let uses = try JSON.value(from: row[6].text ?? "[]", file: "state").texts.map { Address($0) }
        return RecordedResource(
            observation: observation, references: uses, inputHash: row[7].text ?? "",
            isKept: row[8].integer == 1, isDeposed: row[9].integer == 1,
            provenContent: try row[10].text.map { text throws(Diagnostic) in try JSON.value(from: text, file: "state") }
        )
    }

    /// The columns that `recorded` takes.
    static let columns =
        "address, generation, kind, region, physical_id, observation, uses, input_hash, kept, deposed, proven_content"

    /// What an unproven release replaced stays remembered; a row that is there keeps it.
    static func write(
        _ record: RecordedResource, of platform: String, _ connection: inout Connection
    ) throws(SQLiteError) {
        let observation = record.observation
        try connection.run(
            """
            INSERT INTO resources (platform, \(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (platform, address, generation) DO UPDATE SET kind = excluded.kind, region = excluded.region,
                physical_id = excluded.physical_id, observation = excluded.observation, uses = excluded.uses,
                input_hash = excluded.input_hash, kept = excluded.kept, deposed = excluded.deposed
            """,
            [
                .text(platform), .text(observation.address.text), .integer(observation.generation),
                .text(observation.kind.name), .text(observation.region), .text(observation.physicalID),
                .text(ObservationCoding.text(of: observation)),
                .text(JSON.text(of: .strings(record.references.map(\.text)))), .text(record.inputHash),
                .integer(record.isKept ? 1 : 0), .integer(record.isDeposed ? 1 : 0),
                record.provenContent.map { .text(JSON.text(of: $0)) } ?? .null,
            ])
    }

    /// A stage that releases something begins: what it replaces is remembered, unless an earlier release that was not
    /// proven either had replaced something else.
    static func begin(
        _ stage: Stage, of platform: String, _ connection: inout Connection
    ) throws(SQLiteError) {
        for (address, content) in stage.provenContents.sorted(by: { $0.key < $1.key }) {
            try connection.run(
                """
                UPDATE resources SET proven_content = ?
                WHERE platform = ? AND address = ? AND deposed = 0 AND proven_content IS NULL
                """, [.text(JSON.text(of: content)), .text(platform), .text(address.text)])
        }
    }

    /// What a stage released serves, or what ran before runs again.
    static func settle(
        _ stage: Stage, of platform: String, _ connection: inout Connection
    ) throws(SQLiteError) {
        for address in stage.provenContents.keys.sorted() {
            try connection.run(
                "UPDATE resources SET proven_content = NULL WHERE platform = ? AND address = ?",
                [.text(platform), .text(address.text)])
        }
    }
}
