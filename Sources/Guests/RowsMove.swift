import FakeAWS
import Values

/// One run of the document that moves rows from one database to the other.
struct RowsMove {
    let from: String
    let to: String
    let machine: String
    let region: String

    /// How long writes stay refused when nobody goes on.
    static let freezeLimit = TimeSpan.seconds(120)
    /// How long the services answer nothing when they start anew; the plans of these roads announce it.
    private static let restartTime = TimeSpan.seconds(5)
    /// The first copy of a young platform's rows.
    private static let copyTime = TimeSpan.seconds(45)

    private struct Refusal: Error { let why: String }

    func run(_ step: String, _ action: String, _ cloud: inout Cloud) -> GuestAnswer {
        do throws(Refusal) {
            switch (step, action) {
            case ("join", "do"):
                cloud.setDatabase(managed, of: machine, in: region)
                cloud.restartServices(of: machine, in: region, for: Self.restartTime)
                return done("the services use the managed database", .seconds(6))
            case ("replicate", "do"): return try replicate(&cloud)
            case ("replicate", "undo"): return try stopReplicating(&cloud)
            case ("measure", "do"): return measure(cloud)
            case ("freeze", "do"): return try freeze(from, to, &cloud)
            case ("freeze", "undo"): return try thaw(from, &cloud)
            case ("switch", "do"): return try change(from, to, &cloud)
            case ("switch", "undo"): return try change(to, from, &cloud)
            case ("thaw", "do"): return try thaw(to, &cloud)
            case ("thaw", "undo"): return try freeze(to, from, &cloud)
            case ("finish", "do"): return finish(&cloud)
            case ("join", "undo"), ("finish", "undo"): return done("nothing to take back", .seconds(1))
            default: throw Refusal(why: "no step '\(step)' with action '\(action)'")
            }
        } catch {
            return GuestAnswer(output: "", error: "rows: \(error.why)", duration: .seconds(3))
        }
    }

    private var managed: String { from.hasPrefix("container") ? to : from }

    private func done(_ output: String, _ duration: TimeSpan) -> GuestAnswer {
        GuestAnswer(output: output + "\n", duration: duration)
    }

    private func endpoint(_ cloud: Cloud) -> String { cloud.database(of: machine, in: region) ?? managed }

    /// Nobody went on in time: writes are taken again by the database that the services use.
    func release(_ cloud: inout Cloud) {
        if endpoint(cloud) == from, cloud.source(of: from) == to { cloud.unfollow(from) }
        cloud.takeWrites(endpoint(cloud) == from ? from : to)
    }

    private func setTimer(_ frozen: String, _ other: String, _ cloud: inout Cloud) {
        cloud.setTimer("\(frozen)|\(other)", of: machine, in: region, after: Self.freezeLimit)
    }

    private func replicate(_ cloud: inout Cloud) throws(Refusal) -> GuestAnswer {
        if cloud.source(of: to) == from || cloud.source(of: from) == to { return done("is being copied", .seconds(4)) }
        guard endpoint(cloud) == from else { throw Refusal(why: "the services do not use \(from)") }
        cloud.truncate(to)
        cloud.refuseWrites(to)
        cloud.follow(to, from, copyTakes: Self.copyTime)
        return done("rows are being copied", .seconds(8))
    }

    private func stopReplicating(_ cloud: inout Cloud) throws(Refusal) -> GuestAnswer {
        guard endpoint(cloud) == from else { throw Refusal(why: "the services use \(to): undo the switch first") }
        cloud.unfollow(to)
        cloud.truncate(to)
        return done("nothing is copied any more", .seconds(6))
    }

    private func measure(_ cloud: Cloud) -> GuestAnswer {
        guard cloud.source(of: to) == from else { return done(#"{"copying": 0, "behind": -1}"#, .seconds(2)) }
        let behind = cloud.missingRows(to) * 200
        return done("{\"copying\": \(cloud.isCopied(to) ? 0 : 2), \"behind\": \(behind)}", .seconds(2))
    }

    private func freeze(_ source: String, _ target: String, _ cloud: inout Cloud) throws(Refusal) -> GuestAnswer {
        if endpoint(cloud) == target { return done("the services have left \(source)", .seconds(2)) }
        guard cloud.source(of: target) == source else { throw Refusal(why: "nothing is copied to \(target)") }
        guard cloud.isCopied(target) else { throw Refusal(why: "tables are still being copied") }
        if !cloud.isFrozen(source) {
            cloud.refuseWrites(source)
            setTimer(source, target, &cloud)
            return GuestAnswer(output: "", duration: .seconds(3), goesOn: true)
        }
        guard cloud.missingRows(target) == 0 else {
            cloud.takeWrites(source)
            throw Refusal(why: "\(target) has not caught up with \(source)")
        }
        return done("rows are equal", .seconds(1))
    }

    private func change(_ source: String, _ target: String, _ cloud: inout Cloud) throws(Refusal) -> GuestAnswer {
        if endpoint(cloud) == target, cloud.source(of: target) != source {
            return done("the services use \(target)", .seconds(2))
        }
        // The limit may have ended the freeze.
        if !cloud.isFrozen(source) { return try freeze(source, target, &cloud) }
        guard cloud.isFrozen(target) else { throw Refusal(why: "\(target) takes writes") }
        setTimer(source, target, &cloud)
        cloud.setDatabase(target, of: machine, in: region)
        cloud.restartServices(of: machine, in: region, for: Self.restartTime)
        cloud.unfollow(target)
        cloud.follow(source, target)
        return done("the services use \(target)", .seconds(7))
    }

    private func thaw(_ database: String, _ cloud: inout Cloud) throws(Refusal) -> GuestAnswer {
        guard endpoint(cloud) == database else { throw Refusal(why: "the services do not use \(database)") }
        cloud.takeWrites(database)
        cloud.setTimer(nil, of: machine, in: region, after: .zero)
        return done("writes are taken", .seconds(2))
    }

    private func finish(_ cloud: inout Cloud) -> GuestAnswer {
        cloud.unfollow(from)
        cloud.refuseWrites(from)
        return done("the old database is left", .seconds(3))
    }
}
