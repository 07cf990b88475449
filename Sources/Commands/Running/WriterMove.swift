import Blueprints
import CloudCalls
import Migrations
import Planning
import Providers
import Resources
import Specs
import States
import Terminal
import Values

/// What a command knows before it moves the writer: which regions answer, what is in them, and where the writer stands.
struct WriterMove {
    let session: Session
    let observed: [ResourceObservation]
    /// The regions that answer.
    let reachable: Set<String>
    let writer: Writer
    private let input: PlanningInput

    var planner: FailoverPlanner { FailoverPlanner(input, reachable: reachable, graph: session.shapes.graph(with:)) }

    /// Looks at all regions that answer; of the others, what state remembers counts.
    static func look(_ session: Session) async throws(CommandFailure) -> WriterMove {
        let spec = session.spec
        guard spec.phase >= 4, spec.regions.count > 1 else {
            throw CommandFailure(
                "The spec is of phase \(spec.phase): its writer has no other region to go to. [failover.oneRegion]",
                hint: "Phase 4 has a copy of the database in a second region.")
        }
        let recorded = try session.recorded()
        let provider = session.provider
        let regions = spec.regions.map(\.name)
        let answering = try await session.attempt { () async throws(AWSError) -> Set<String> in
            var answering: Set<String> = []
            for region in regions where try await provider.answers(region: region) { answering.insert(region) }
            return answering
        }
        let reachable: Set<String>
        do throws(AWSError) { reachable = try answering.get() } catch { throw CommandFailure(error) }
        for region in regions where !reachable.contains(region) {
            session.output.note("\(region) does not answer: what state knows of it counts.")
        }
        let observed = try await session.observe(
            recorded, isChanging: true, silent: Set(regions).subtracting(reachable))
        try checkStanding(session, observed)
        return WriterMove(
            session: session, observed: observed, reachable: reachable, writer: session.shapes.writer,
            input: try session.planningInput(observed, recorded))
    }

    private static func checkStanding(
        _ session: Session, _ observed: [ResourceObservation]
    ) throws(CommandFailure) {
        let row = try session.platform()
        let standing = Standing(observed: observed)
        guard let phase = row?.phase ?? standing?.phase, phase >= 4 else {
            throw CommandFailure(
                "\(session.spec.name) is not in phase 4: there is no second region to go to. [failover.oneRegion]",
                hint: "Apply the spec first.")
        }
        guard let road = row == nil ? standing?.road : row?.road?.name else { return }
        throw CommandFailure(
            "\(session.spec.name) is in the middle of the road \(road). [failover.onRoad]",
            hint: "Apply the spec, so that the road is walked to its end.")
    }

    /// How far a region's copy was behind, and when that was so.
    func lag(in region: String) async throws(CommandFailure) -> Reading {
        let copy = Address("\(region)/\(writer.database(in: region))/instance")
        guard let identifier = observed.first(where: { $0.address == copy })?.physicalID else {
            return Reading(value: nil, samples: 0, problem: "\(copy) does not exist")
        }
        let measurement = Measurement(
            .replicaLag, of: copy.local, in: region, subject: ["DBInstanceIdentifier": .string(identifier)],
            bound: .atMost(0))
        let (provider, clock) = (session.provider, session.clock)
        let readings = try await session.run {
            await provider.measure([measurement], since: Instant(milliseconds: clock.now().milliseconds - 15 * 60_000))
        }
        return readings.first ?? Reading(value: nil, samples: 0)
    }
}
