import Resources
import Specs
import Values

/// The document by which a machine of phase 0 moves rows; see `RowsScript`.
///
/// Source of its form: Systems Manager user guide, "Command document schema" 2.2. Parameters are put into the script as
/// they are, so each has a pattern.
struct RowsDocument {
    let stamp: RegionalStamp

    /// How long one step may take.
    private static let limit = 600

    var resources: [Resource] {
        guard stamp.isPrimary else { return [] }
        return [
            stamp.make(
                "rows/document", "AWS::SSM::Document",
                [
                    "Name": .string(stamp.name("rows", limit: 128)), "DocumentType": "Command",
                    "DocumentFormat": "JSON", "Content": content,
                ])
        ]
    }

    private var content: Value {
        let script = RowsScript.text(stamp.spec, stamp.region.name)
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return [
            "schemaVersion": "2.2",
            "description": "Moves the rows of the platform to its other database, step by step.",
            "parameters": [
                "Step": choice(
                    "What is done.", ["join", "replicate", "measure", "freeze", "switch", "thaw", "finish"]),
                "Action": choice("Whether it is done or taken back.", ["do", "undo"]),
                "From": choice("The database that holds the rows.", ["container", "managed"]),
                "Host": text("The address of the managed database.", "^[a-zA-Z0-9.-]+$"),
                "Port": text("Its port.", "^[0-9]+$"),
            ],
            "mainSteps": [
                [
                    "action": "aws:runShellScript", "name": "rows",
                    "inputs": ["timeoutSeconds": .string(String(Self.limit)), "runCommand": .strings(lines)],
                ]
            ],
        ]
    }

    private func choice(_ description: String, _ values: [String]) -> Value {
        ["type": "String", "description": .string(description), "allowedValues": .strings(values)]
    }

    private func text(_ description: String, _ pattern: String) -> Value {
        ["type": "String", "description": .string(description), "allowedPattern": .string(pattern)]
    }
}
