import Planning
import Resources
import Specs
import Testing
import Values

/// The stages of each road, in the order that people read before they say yes.
struct RoadStageTests {
    private static func spec(_ phase: Int) -> Spec {
        var spec = Spec(
            name: "shop", phase: phase, account: "123456789012",
            regions: [
                RegionSpec(name: "ap-south-1", network: "10.0.0.0/16"),
                RegionSpec(name: "us-east-1", network: "10.1.0.0/16"),
            ],
            services: [
                ServiceSpec(name: "a", image: "nginx:1", path: "/a"),
                ServiceSpec(name: "b", image: "nginx:1", path: "/b"),
            ])
        spec.domain = "shop.example.com"
        return spec
    }

    /// The stages on which requests move, service after service.
    private static let moves = ["a", "b"].flatMap { service in [5, 25, 50, 100].map { "shift-\(service)-\($0)" } }

    /// On paper a platform in one phase, and the plan of the road to another.
    private static func road(_ from: Int, _ to: Int) throws -> (cloud: PaperCloud, plan: Plan) {
        let (cloud, _) = try PlanBench.applied(spec(from), others: [spec(to)])
        return (cloud, try PlanBench.plan(spec(to), on: cloud, in: from, PlanOptions(allowDestroy: Self.replica)))
    }

    private static let replica: Set<Address> = ["us-east-1/database/instance"]

    @Test(arguments: [
        (
            0, 1,
            ["prepare", "replicate", "compare", "freeze", "switch", "thaw", "fleet", "verify", "shift"] + moves
                + ["soak", "part", "finish", "retire", "arrive"]
        ),
        (
            1, 0,
            [
                "prepare", "verify", "join", "shift", "replicate", "compare", "freeze", "switch", "thaw", "soak",
                "part", "finish", "retire", "arrive",
            ]
        ),
        (1, 2, ["prepare", "verify"] + moves + ["soak", "retire", "arrive"]),
        (2, 1, ["prepare", "verify"] + moves + ["soak", "finish", "retire", "arrive"]),
        (2, 3, ["prepare", "verify", "services", "shift", "soak", "retire", "arrive"]),
        (3, 2, ["prepare", "verify", "shift", "services", "soak", "finish", "leave", "retire", "arrive"]),
        (
            3, 4,
            ["prepare", "verify"] + [5, 25, 50, 100].map { "shift-\($0)" } + ["soak", "leave", "arrive"]
        ),
        (4, 3, ["prepare", "verify", "shift", "soak", "finish", "leave", "retire", "arrive"]),
    ])
    func `what users are on goes last, and only after the new shape has served them for a while`(
        _ from: Int, _ to: Int, _ stages: [String]
    ) throws {
        let plan = try Self.road(from, to).plan
        #expect(plan.stages.map(\.name) == stages.map { "\(from)-\(to)/\($0)" })
        let soak = try #require(plan.stages.first { $0.role == .soak })
        #expect(soak.gate?.window == .minutes(10))
        // One instance has no door that counts requests.
        #expect(soak.gate?.measurements.isEmpty == (to == 0))
    }

    /// What a step has a listener or a rule send where, in percent.
    private static func weights(_ step: Step) -> [(target: Value?, percent: Int?)] {
        let action = (step.properties["Actions"] ?? step.properties["DefaultActions"])?.elements.first
        if let only = action?["TargetGroupArn"] { return [(only, 100)] }
        let groups = action?["ForwardConfig"]?["TargetGroups"]?.elements ?? []
        return groups.map { ($0["TargetGroupArn"], $0.number("Weight")) }
    }

    @Test(arguments: [(0, 1), (1, 2), (2, 1)])
    func `a stage sends the share of its name to the new targets, and the rest to the old`(_ from: Int, _ to: Int)
        throws
    {
        let plan = try Self.road(from, to).plan
        let stages = plan.stages.filter { $0.role == .shift && Int($0.name.split(separator: "-").last ?? "") != nil }
        #expect(stages.map { String($0.name.dropFirst(4)) } == Self.moves)
        for stage in stages {
            let share = try #require(Int(stage.name.split(separator: "-").last ?? ""))
            let steps = plan.steps.filter { $0.stage == stage.name }
            #expect(!steps.isEmpty)
            for step in steps {
                let weights = Self.weights(step)
                #expect(weights.map(\.percent) == (share == 100 ? [100] : [100 - share, share]), "\(step.id)")
                // The new phase's own graph says which targets are new.
                let last = plan.steps.last { $0.address == step.address && $0.stage.hasSuffix("-100") }
                #expect(weights.last?.target == last.flatMap { Self.weights($0).last?.target }, "\(step.id)")
            }
        }
    }

    @Test func `a road that stopped in the middle goes on at the share that was reached`() throws {
        var (cloud, plan) = try Self.road(1, 2)
        let stop = try #require(plan.steps.firstIndex { $0.stage == "1-2/shift-a-50" })
        var part = plan
        part.steps = Array(plan.steps[..<stop])
        #expect(cloud.carryOut(part).isEmpty)
        let rest = try PlanBench.plan(Self.spec(2), on: cloud, in: 1)
        // The gate of the share that was reached is watched once more.
        let moves = rest.stages.map(\.name).filter { $0.contains("/shift-") }
        #expect(moves == Self.moves.dropFirst().map { "1-2/\($0)" })
        #expect(cloud.carryOut(rest).isEmpty)
        #expect(try PlanBench.plan(Self.spec(2), on: cloud, in: 2).isEmpty)
    }
}
