import Blueprints
import Diagnostics
import Planning
import Resources
import Specs
import Testing
import Values

/// `--target`, `--exclude`, `--replace` and what a spec leaves to others.
struct SelectionTests {
    private static let spec = Spec(
        name: "shop", phase: 1, account: "123456789012",
        regions: [RegionSpec(name: "ap-south-1", network: "10.0.0.0/16")],
        services: [ServiceSpec(name: "a", image: "nginx:1", path: "/a")])

    private static func addresses(_ plan: Plan) -> Set<Address> { Set(plan.steps.map(\.address)) }

    /// All that an address needs, itself included.
    private static func needs(_ address: Address, _ graph: ResourceGraph) -> Set<Address> {
        var found: Set<Address> = []
        var open = [address]
        while let next = open.popLast() {
            guard found.insert(next).inserted else { continue }
            open += graph[next]?.referencedAddresses ?? []
        }
        return found
    }

    @Test func `a target brings all that it needs and nothing else`() throws {
        let graph = Blueprint.graph(for: Self.spec)
        for target in ["ap-south-1/database/instance", "ap-south-1/fleet/group", "global/identity/instance-role"] {
            let plan = try PlanBench.plan(
                Self.spec, on: PaperCloud([Self.spec]), in: nil, PlanOptions(targets: [target]))
            #expect(Self.addresses(plan) == Self.needs(Address(target), graph), "\(target)")
        }
    }

    @Test func `a target may be the beginning of addresses, but only whole parts of one`() throws {
        let cloud = PaperCloud([Self.spec])
        let plan = try PlanBench.plan(Self.spec, on: cloud, in: nil, PlanOptions(targets: ["ap-south-1/keys"]))
        #expect(Self.addresses(plan) == ["ap-south-1/keys/data", "ap-south-1/keys/data-alias"])
        let none = try PlanBench.plan(Self.spec, on: cloud, in: nil, PlanOptions(targets: ["ap-south-1/key"]))
        #expect(none.isEmpty)
    }

    @Test func `an exclusion takes along all that needs it`() throws {
        let graph = Blueprint.graph(for: Self.spec)
        let excluded: Address = "ap-south-1/database/instance"
        let plan = try PlanBench.plan(
            Self.spec, on: PaperCloud([Self.spec]), in: nil, PlanOptions(excludes: [excluded.text]))
        let left = Self.addresses(plan)
        for resource in graph.resources {
            #expect(left.contains(resource.address) != Self.needs(resource.address, graph).contains(excluded))
        }
    }

    @Test func `what is targeted first and the rest afterwards make the whole`() throws {
        var cloud = PaperCloud([Self.spec])
        let first = try PlanBench.plan(Self.spec, on: cloud, in: nil, PlanOptions(targets: ["ap-south-1/database"]))
        #expect(cloud.carryOut(first).isEmpty)
        #expect(cloud.carryOut(try PlanBench.plan(Self.spec, on: cloud, in: 1)).isEmpty)
        #expect(cloud.addresses == Set(Blueprint.graph(for: Self.spec).resources.map(\.address)))
        #expect(try PlanBench.plan(Self.spec, on: cloud, in: 1).isEmpty)
    }

    @Test func `a replacement that is asked for is made, with whatever stands on the old one`() throws {
        var (cloud, _) = try PlanBench.applied(Self.spec)
        let template: Address = "ap-south-1/fleet/launch-template"
        let plan = try PlanBench.plan(Self.spec, on: cloud, in: 1, PlanOptions(replacements: [template]))
        let create = try #require(plan.steps.first { $0.action == .create })
        #expect(create.address == template && create.reason == .replaceAsked && create.generation == 1)
        #expect(plan.steps.contains { $0.action == .update && $0.address == "ap-south-1/fleet/group" })
        #expect(Self.addresses(plan) == [template, "ap-south-1/fleet/group"])
        #expect(cloud.carryOut(plan).isEmpty)
        #expect(try PlanBench.plan(Self.spec, on: cloud, in: 1).isEmpty)
    }

    @Test func `what a successor is made of is made first, and the old one goes last`() throws {
        var (cloud, _) = try PlanBench.applied(Self.spec)
        let group: Address = "ap-south-1/fleet/target-group"
        let plan = try PlanBench.plan(Self.spec, on: cloud, in: 1, PlanOptions(replacements: [group]))
        let ids = plan.steps.map(\.id)
        #expect(ids.first == "create \(group)#1" && ids.last == "delete \(group)#0", "\(ids)")
        #expect(cloud.carryOut(plan).isEmpty)
    }

    @Test func `drift is undone, unless the spec leaves it to others`() throws {
        var (cloud, _) = try PlanBench.applied(Self.spec)
        let key: Address = "ap-south-1/keys/data"
        cloud.change(key) { $0.properties["EnableKeyRotation"] = false }
        let plan = try PlanBench.plan(Self.spec, on: cloud, in: 1)
        #expect(plan.steps.map(\.id) == ["update \(key)"])
        #expect(plan.steps.first?.changes.map(\.path) == ["EnableKeyRotation"])
        for pattern in ["\(key):EnableKeyRotation", "ap-south-1/*:EnableKeyRotation"] {
            #expect(try PlanBench.plan(Self.spec, on: cloud, in: 1, PlanOptions(ignore: [pattern])).isEmpty)
        }
        #expect(try !PlanBench.plan(Self.spec, on: cloud, in: 1, PlanOptions(ignore: ["\(key):Description"])).isEmpty)
    }

    @Test func `what failed is replaced`() throws {
        var (cloud, _) = try PlanBench.applied(Self.spec)
        let failed: Address = "ap-south-1/network/endpoint/s3"
        cloud.change(failed) { $0.status = .failed("it broke") }
        let plan = try PlanBench.plan(Self.spec, on: cloud, in: 1)
        #expect(plan.steps.contains { $0.id == "create \(failed)#1" && $0.reason == .failedBefore })
        #expect(plan.steps.contains { $0.id == "delete \(failed)#0" })
        #expect(cloud.carryOut(plan).isEmpty)
        #expect(try PlanBench.plan(Self.spec, on: cloud, in: 1).isEmpty)
    }
}
