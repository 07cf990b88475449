import Planning
import Resources
import Values

/// The stages of a writer's move, as people read them.
struct MoveStages {
    /// `failover` or `failback`.
    let road: String

    private func stage(
        _ name: String, _ role: Stage.Role, gate: Gate? = nil, undo: String, isPointOfNoReturn: Bool = false
    ) -> Stage {
        var stage = Stage(
            name: "\(road)/\(name)", road: road, role: role, gate: gate, undo: undo,
            isPointOfNoReturn: isPointOfNoReturn)
        // From the fence or the freeze on nobody can write, or a region is lost: nothing is waited for.
        stage.followsAtOnce = role == .shift || role == .retire
        stage.isNoticed = role == .replicate
        return stage
    }

    var open: Stage { stage("open", .prepare, undo: "Apply the spec.") }

    /// A copy that is promoted restarts; nobody reads there meanwhile.
    var reads: Stage { stage("reads", .prepare, undo: "Apply the spec: reads go back to their region.") }

    func freeze(copy: Address, writer: Address) -> Stage {
        func identifier(_ address: Address) -> Value {
            .reference(Reference(address: address.text, attribute: "DBInstanceIdentifier"))
        }
        let measurement = Measurement(
            .unreplayed, of: copy.local, in: copy.scope,
            subject: [
                "DBInstanceIdentifier": identifier(copy), "Writer": identifier(writer),
                "WriterRegion": .string(writer.scope),
            ], bound: .atMost(0))
        return stage(
            "freeze", .replicate,
            gate: Gate(
                measure: "the copy has every write that was acknowledged", threshold: "all",
                measurements: [measurement], timeLimit: .minutes(20)),
            undo: "Writes are let in again, and reads go back to their region.")
    }

    var fence: Stage {
        stage(
            "fence", .shift,
            undo: "Apply the spec: as long as nothing is promoted, it lets the old writer's users in again.")
    }

    /// - Parameter isAhead: whether the promotion is still to come.
    func decide(isAhead: Bool) -> Stage {
        stage(
            "decide", .shift,
            undo: "None: the platform says that its writer moved, and every command goes on with that.",
            isPointOfNoReturn: isAhead)
    }

    var promote: Stage {
        stage(
            "promote", .shift, undo: "None: a promoted copy never follows again. `reconcile failback` makes a new one.",
            isPointOfNoReturn: true)
    }

    var admit: Stage { stage("admit", .shift, undo: "None: see promote.") }
    var route: Stage { stage("route", .shift, undo: "None: see promote.") }
    var leave: Stage {
        stage("leave", .retire, undo: "None: what held data is kept, and nobody is let in.")
    }

    // MARK: Copies

    static func announce(_ name: String) -> Stage {
        Stage(name: "\(name)-announce", road: road(of: name), role: .prepare, undo: "Apply the spec.")
    }

    static func copy(_ name: String, _ copies: [Address]) -> Stage {
        let measurements = copies.map { copy in
            Measurement(
                .replicaLag, of: copy.local, in: copy.scope,
                subject: [
                    "DBInstanceIdentifier": .reference(
                        Reference(address: copy.text, attribute: "DBInstanceIdentifier"))
                ], bound: .atMost(10_000))
        }
        return Stage(
            name: name, road: road(of: name), role: .replicate,
            gate: Gate(
                measure: "the new copy follows", threshold: "all", measurements: measurements, window: .seconds(60),
                timeLimit: .minutes(30)),
            undo: "The copy can be deleted: the writer knows nothing of it.")
    }

    static func use(_ name: String) -> Stage {
        Stage(name: "\(name)-use", road: road(of: name), role: .shift, undo: "Apply the spec.")
    }

    private static func road(of name: String) -> String { String(name.prefix { $0 != "/" }) }
}
