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
            isKept: row[8].integer == 1, isDeposed: row[9].integer == 1)
    }

    static func write(
        _ record: RecordedResource, of platform: String, _ connection: inout Connection
    ) throws(SQLiteError) {
        let observation = record.observation
        try connection.run(
            "INSERT OR REPLACE INTO resources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .text(platform), .text(observation.address.text), .integer(observation.generation),
                .text(observation.kind.name), .text(observation.region), .text(observation.physicalID),
                .text(ObservationCoding.text(of: observation)),
                .text(JSON.text(of: .strings(record.references.map(\.text)))), .text(record.inputHash),
                .integer(record.isKept ? 1 : 0), .integer(record.isDeposed ? 1 : 0),
            ])
    }
}
