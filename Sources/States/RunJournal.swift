import Documents
public import Engine
import Planning
import Providers
import Resources
import SQLite
import Values

/// The journal of one run: records become durable together with what they change in our memory.
public struct RunJournal: JournalWriting {
    private let store: StateStore
    private let header: RunHeader
    private let fence: Int
    private let objection: Lease.Objection

    init(store: StateStore, header: RunHeader, fence: Int, objection: @escaping Lease.Objection) {
        self.store = store
        self.header = header
        self.fence = fence
        self.objection = objection
    }

    public func append(_ records: [JournalRecord]) throws(JournalFailure) {
        let header = header
        let fence = fence
        do throws(StateError) {
            if let reason = objection() { throw reason }
            let isHeld = try store.access { (connection) throws(SQLiteError) in
                try connection.transaction { (connection) throws(SQLiteError) in
                    // A loser of the lease writes nothing more.
                    guard try connection.run("SELECT fence FROM lease").first?.first?.integer == fence else {
                        return false
                    }
                    for record in records { try Self.write(record, header, &connection) }
                    return true
                }
            }
            guard isHeld else {
                throw StateError(
                    "state.fenced", "Another run has taken the lease of \(store.path).",
                    hint: "See `reconcile status`; nothing of this run is lost.")
            }
        } catch {
            throw JournalFailure(code: error.code, message: error.message, hint: error.hint)
        }
    }

    private static func write(
        _ record: JournalRecord, _ header: RunHeader, _ connection: inout Connection
    ) throws(SQLiteError) {
        switch record {
        case .intent(let intent):
            try insert(
                "intent", header, intent.step, intent.action.rawValue, intent.address, intent.generation,
                intent.token, intent.inputHash, intent.at, "", "", &connection)
        case .outcome(let outcome):
            var detail = "done"
            if case .failed(let failure) = outcome.result {
                detail = JSON.text(of: [
                    "code": .string(failure.code), "message": .string(failure.message), "hint": .string(failure.hint),
                    "requestID": .string(failure.requestID),
                ])
            }
            try insert(
                "outcome", header, outcome.step, outcome.action.rawValue, outcome.address, outcome.generation, "",
                outcome.inputHash, outcome.at, detail, WaitsText.text(outcome.waits), &connection)
            try remember(outcome, header, &connection)
        case .stage(let name, let event, let measured, let at):
            try insert(
                "stage", header, name, event.rawValue, "", 0, "", "", at, measured, "", &connection)
            guard let stage = header.plan.stages.first(where: { $0.name == name }) else { return }
            switch event {
            case .began:
                try walk(stage, header, &connection)
                try ResourceRow.begin(stage, of: header.plan.platform, &connection)
            case .passed: try ResourceRow.settle(stage, of: header.plan.platform, &connection)
            case .failed: break
            }
        case .finished(let result, let at):
            try connection.run(
                "UPDATE runs SET ended = ?, result = ? WHERE id = ?",
                [.integer(at.milliseconds), .text(result.rawValue), .text(header.id)])
            if result == .rolledBack { try standBack(header, &connection) }
            guard result == .converged, header.isWhole else { return }
            let phase: SQLValue = header.plan.purpose == .destroy ? .null : .integer(header.plan.toPhase)
            try connection.run(
                "UPDATE platforms SET phase = ?, road = NULL, road_stage = NULL, road_run = NULL WHERE name = ?",
                [phase, .text(header.plan.platform)])
        }
    }

    /// A road's stages begin when the road before is walked whole: the platform is in its first phase.
    private static func walk(
        _ stage: Stage, _ header: RunHeader, _ connection: inout Connection
    ) throws(SQLiteError) {
        guard let ends = OpenRoad.ends(of: stage) else { return }
        let platform = SQLValue.text(header.plan.platform)
        let row = try connection.run("SELECT road, road_stage FROM platforms WHERE name = ?", [platform]).first
        var furthest = stage.role
        // A run that goes on may begin with an earlier stage again; what was shifted stays shifted.
        if row?.first?.text == stage.road, let before = row?.last?.text.flatMap(Stage.Role.init), before > furthest {
            furthest = before
        }
        try connection.run(
            "UPDATE platforms SET phase = ?, road = ?, road_stage = ?, road_run = ? WHERE name = ?",
            [.integer(ends.from), .text(stage.road), .text(furthest.rawValue), .text(header.id), platform])
    }

    /// A stage was taken back: the platform stands where the one before left it.
    private static func standBack(_ header: RunHeader, _ connection: inout Connection) throws(SQLiteError) {
        let failed = try connection.run(
            "SELECT step FROM journal WHERE run = ? AND type = 'stage' AND action = ? ORDER BY id DESC LIMIT 1",
            [.text(header.id), .text(StageEvent.failed.rawValue)]
        ).first?.first?.text
        guard let stage = header.plan.stages.first(where: { $0.name == failed }) else { return }
        try ResourceRow.settle(stage, of: header.plan.platform, &connection)
        guard let role = stage.undoneTo else { return }
        try connection.run(
            "UPDATE platforms SET road_stage = ? WHERE name = ? AND road = ?",
            [.text(role.rawValue), .text(header.plan.platform), .text(stage.road)])
    }

    private static func remember(
        _ outcome: StepOutcome, _ header: RunHeader, _ connection: inout Connection
    ) throws(SQLiteError) {
        guard case .done(let observation) = outcome.result else { return }
        let platform = header.plan.platform
        if let observation {
            try connection.run(
                "UPDATE resources SET deposed = 1 WHERE platform = ? AND address = ? AND generation < ? AND kept = 0",
                [.text(platform), .text(observation.address.text), .integer(observation.generation)])
            let record = RecordedResource(
                observation: observation, references: outcome.references, inputHash: outcome.inputHash,
                isKept: outcome.action == .keep)
            try ResourceRow.write(record, of: platform, &connection)
        } else {
            try connection.run(
                "DELETE FROM resources WHERE platform = ? AND address = ? AND generation = ?",
                [.text(platform), .text(outcome.address.text), .integer(outcome.generation)])
        }
        try connection.run("UPDATE platforms SET serial = serial + 1 WHERE name = ?", [.text(platform)])
    }

    private static func insert(
        _ type: String, _ header: RunHeader, _ step: String, _ action: String, _ address: Address, _ generation: Int,
        _ token: String, _ inputHash: String, _ at: Instant, _ detail: String, _ waits: String,
        _ connection: inout Connection
    ) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO journal (run, type, step, action, address, generation, token, input_hash, at, detail, waits)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(header.id), .text(type), .text(step), .text(action), .text(address.text),
                .integer(generation), .text(token), .text(inputHash), .integer(at.milliseconds), .text(detail),
                .text(waits),
            ])
    }
}
