import AWSKinds
import Blueprints
import Diagnostics
import Migrations
import Planning
import Resources
import Specs
import TestSupport
import Testing
import Values

/// What can't go well is refused when the plan is made, with all reasons at once.
struct PlanRefusalTests {
    private static let spec = Spec(
        name: "shop", phase: 1, account: "123456789012",
        regions: [RegionSpec(name: "ap-south-1", network: "10.0.0.0/16")],
        services: [ServiceSpec(name: "a", image: "nginx:1", path: "/a")])

    private static func resource(_ address: Address, needs: [Address] = [], protected: Bool = false) -> Resource {
        Resource(
            address: address, kind: "AWS::SNS::Topic", region: "ap-south-1",
            properties: ["TopicName": .string(address.local)], dependsOn: needs,
            lifecycle: Lifecycle(isProtected: protected), phase: 0)
    }

    private static func problems(_ graph: ResourceGraph) -> [Diagnostic] {
        do throws(PlanProblems) {
            _ = try Planner.plan(
                PlanBench.input(spec, PaperCloud([])), phase: 0, current: nil, graph: { _ in graph })
            return []
        } catch { return error.diagnostics }
    }

    @Test func `resources that need each other in a circle are named`() {
        let graph = ResourceGraph([
            Self.resource("r/a", needs: ["r/b"]), Self.resource("r/b", needs: ["r/c"]),
            Self.resource("r/c", needs: ["r/a"]), Self.resource("r/alone"),
        ])
        let problems = Self.problems(graph)
        #expect(problems.map(\.code) == ["plan.cycle"])
        #expect(problems.first?.message.hasSuffix("r/a, r/b, r/c.") == true)
    }

    @Test func `a resource that needs itself is a circle`() {
        #expect(Self.problems(ResourceGraph([Self.resource("r/a", needs: ["r/a"])])).map(\.code) == ["plan.cycle"])
    }

    @Test func `every reference to what nothing makes is told`() {
        let graph = ResourceGraph([
            Self.resource("r/a", needs: ["r/x"]), Self.resource("r/b", needs: ["r/a", "r/y"]),
        ])
        let problems = Self.problems(graph)
        #expect(problems.map(\.code) == ["plan.missingReference", "plan.missingReference"])
        #expect(problems.map(\.path) == ["r/a", "r/b"])
    }

    @Test func `a replacement of what is protected is refused, and goes through when its address is named`() throws {
        var (cloud, _) = try PlanBench.applied(Self.spec)
        cloud.change("ap-south-1/database/instance") { $0.properties["DBName"] = "another" }
        let problem = #expect(throws: PlanProblems.self) { try PlanBench.plan(Self.spec, on: cloud, in: 1) }
        #expect(problem?.diagnostics.map(\.code) == ["plan.protected"])
        #expect(problem?.diagnostics.first?.message.contains("since DBName can't be changed in place") == true)
        #expect(problem?.diagnostics.first?.hint.hasSuffix("--allow-destroy ap-south-1/database/instance") == true)
        let allowed = PlanOptions(allowDestroy: ["ap-south-1/database/instance"])
        let plan = try PlanBench.plan(Self.spec, on: cloud, in: 1, allowed)
        let ids = plan.steps.map(\.id)
        #expect(ids.contains("create ap-south-1/database/instance#1"))
        #expect(ids.contains("delete ap-south-1/database/instance#0"))
        #expect(plan.warnings.isEmpty == false || plan.steps.contains { $0.isReplacement })
    }

    @Test func `destroying names every protected thing at once, and keeps what was kept with all that it needs`() throws
    {
        let (cloud, _) = try PlanBench.applied(Self.spec)
        let problem = #expect(throws: PlanProblems.self) {
            try Planner.destroyPlan(
                PlanBench.input(Self.spec, cloud), current: 1, graph: Blueprint.graph(for: Self.spec))
        }
        #expect(problem?.diagnostics.map(\.path) == ["ap-south-1/database/instance"])

        var shrunk = Self.spec
        shrunk.phase = 0
        var smaller = cloud
        let back = smaller.carryOut(try PlanBench.plan(shrunk, on: smaller, in: 1))
        #expect(back.isEmpty, "\(back)")
        #expect(smaller.kept == ["ap-south-1/database/instance"])
        let allowed = PlanOptions(allowDestroy: ["ap-south-1/instance/data-volume"])
        let end = smaller.carryOut(
            try Planner.destroyPlan(
                PlanBench.input(shrunk, smaller, allowed), current: 0, graph: Blueprint.graph(for: shrunk)))
        #expect(end.isEmpty, "\(end)")
        #expect(smaller.addresses.contains("ap-south-1/database/instance"))
        #expect(smaller.addresses.contains("ap-south-1/database/subnet-group"))
        #expect(smaller.addresses.contains("ap-south-1/network/vpc"))
        #expect(!smaller.addresses.contains("ap-south-1/network/internet-gateway"))

        let all = PlanOptions(allowDestroy: ["ap-south-1/database/instance"])
        let last = smaller.carryOut(
            try Planner.destroyPlan(
                PlanBench.input(shrunk, smaller, all), current: nil, graph: Blueprint.graph(for: shrunk)))
        #expect(last.isEmpty, "\(last)")
        #expect(smaller.addresses.isEmpty)
    }

    @Test func `data that was kept is taken back when the platform grows again`() throws {
        var spec = Self.spec
        var (cloud, _) = try PlanBench.applied(spec)
        for phase in [0, 1, 0, 1] {
            let before = spec.phase
            spec.phase = phase
            let problems = cloud.carryOut(try PlanBench.plan(spec, on: cloud, in: before))
            #expect(problems.isEmpty, "\(problems)")
            let database = cloud.observed.filter { $0.address == "ap-south-1/database/instance" }
            #expect(database.map(\.generation) == [0], "the one that was there, and no other")
            #expect(cloud.kept.contains("ap-south-1/database/instance") == (phase == 0))
        }
    }

    @Test func `with its state lost the platform is adopted, not made again`() throws {
        var (cloud, _) = try PlanBench.applied(Self.spec)
        cloud.forget()
        let plan = try PlanBench.plan(Self.spec, on: cloud, in: 1)
        #expect(plan.steps.allSatisfy { $0.action == .adopt && $0.reason == .unknownToState })
        #expect(plan.steps.count == Blueprint.graph(for: Self.spec).count)
        #expect(cloud.carryOut(plan).isEmpty)
        #expect(try PlanBench.plan(Self.spec, on: cloud, in: 1).isEmpty)
    }

    @Test func `with its state lost a platform that grows over several stages adopts each resource once`() throws {
        var (cloud, _) = try PlanBench.applied(Self.spec)
        let had = cloud.addresses
        cloud.forget()
        var grown = Self.spec
        grown.phase = 3
        let plan = try PlanBench.plan(grown, on: cloud, in: 1)
        let adopted = plan.steps.filter { $0.action == .adopt }.map(\.address)
        #expect(Set(adopted).count == adopted.count)
        #expect(!adopted.isEmpty && had.isSuperset(of: adopted))
        let problems = cloud.carryOut(plan)
        #expect(problems.isEmpty, "\(problems)")
    }

    @Test func `with its state lost what kept data lives in stays`() throws {
        var (cloud, _) = try PlanBench.applied(Self.spec)
        var shrunk = Self.spec
        shrunk.phase = 0
        #expect(cloud.carryOut(try PlanBench.plan(shrunk, on: cloud, in: 1)).isEmpty)
        let left = cloud.addresses
        #expect(left.contains("ap-south-1/database/instance"))
        cloud.forget()
        let plan = try PlanBench.plan(shrunk, on: cloud, in: 0)
        #expect(plan.steps.allSatisfy { $0.action == .adopt || $0.action == .keep }, "\(plan.steps.map(\.id))")
        #expect(cloud.carryOut(plan).isEmpty)
        #expect(cloud.addresses == left)
        #expect(try PlanBench.plan(shrunk, on: cloud, in: 0).isEmpty)
    }
}
