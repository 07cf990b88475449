import AWSKinds
import Blueprints
import Digests
import Documents
import Migrations
import Planning
import Providers
import Resources
import Specs
import Values

/// Makes plans as the program does.
enum PlanBench {
    static func input(_ spec: Spec, _ cloud: PaperCloud, _ options: PlanOptions = PlanOptions()) -> PlanningInput {
        let drivers = AllKinds.byKind
        return PlanningInput(
            platform: spec.name, account: spec.account, provider: "fake", regions: spec.regions.map(\.name),
            specHash: SHA256Digest.hex(JSON.text(of: spec.value)), stateSerial: 7, schemas: AllKinds.schemas,
            normalize: { drivers[$0]?.normalized($1) ?? $1 }, observed: cloud.observed, recorded: cloud.recorded,
            options: options)
    }

    static func plan(
        _ spec: Spec, on cloud: PaperCloud, in phase: Int?, _ options: PlanOptions = PlanOptions()
    ) throws(PlanProblems) -> Plan {
        try Planner.plan(
            input(spec, cloud, options), phase: spec.phase, current: phase,
            graph: { Blueprint.graph(for: spec, phase: $0) })
    }

    /// A cloud in which a spec has been applied from nothing, and what went wrong on the way.
    static func applied(_ spec: Spec, others: [Spec] = []) throws -> (cloud: PaperCloud, problems: [String]) {
        var cloud = PaperCloud([spec] + others)
        let problems = cloud.carryOut(try plan(spec, on: cloud, in: nil))
        return (cloud, problems)
    }
}
