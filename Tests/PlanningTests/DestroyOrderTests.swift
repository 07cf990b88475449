import Migrations
import Planning
import Resources
import Testing
import Values

/// What goes waits for all that still needs it.
struct DestroyOrderTests {
    private func resource(_ address: Address, refersTo target: String? = nil, dependsOn: [Address] = []) -> Resource {
        let properties: Value =
            target.map { ["Target": .reference(Reference(address: $0, attribute: "Id"))] } ?? ["Name": "x"]
        return Resource(
            address: address, kind: "Test::Thing", region: "r", properties: properties, dependsOn: dependsOn, phase: 0)
    }

    @Test func `a delete waits for what depends on it without a reference, too`() throws {
        // By address alone `a` would come first; state remembers only what the properties referred to.
        let graph = ResourceGraph([
            resource("r/a"), resource("r/m"), resource("r/z", refersTo: "r/m", dependsOn: ["r/a"]),
        ])
        let observed = graph.resources.map { resource in
            ResourceObservation(
                address: resource.address, kind: resource.kind, region: "r", generation: 0,
                physicalID: resource.address.text, status: .ready, properties: [:], attributes: [:])
        }
        let input = PlanningInput(
            platform: "p", account: "123456789012", provider: "fake", regions: ["r"], specHash: "", stateSerial: 0,
            schemas: [:], observed: observed,
            recorded: observed.map {
                RecordedResource(observation: $0, references: $0.address == "r/z" ? ["r/m"] : [])
            })
        let steps = try Planner.destroyPlan(input, current: 0, graph: graph).steps
        #expect(steps.first?.address == "r/z")
        for address: Address in ["r/a", "r/m"] {
            let step = try #require(steps.first { $0.address == address })
            #expect(step.dependsOn.map { steps[$0].address } == ["r/z"])
        }
    }
}
