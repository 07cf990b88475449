public import Planning
public import Resources
import Values

/// What a platform costs in a month before a plan, at most on the way, and after it.
public struct PlanCost: Sendable {
    public let date: String
    public let before: Bill
    /// At its most expensive moment: the old still stands beside the new.
    public let during: Bill
    public let after: Bill

    /// - Parameter wanted: what the platform's present phase wants; it says what can't be read back.
    public init(_ plan: Plan, observed: [ResourceObservation], wanted: ResourceGraph, _ prices: PriceList) {
        date = prices.date
        var held: [String: Holding] = [:]
        for one in observed where one.status != .deleting {
            held[Self.key(one.address, one.generation)] = Holding(
                address: one.address, kind: one.kind, region: one.region,
                properties: (wanted[one.address]?.properties ?? [:]).merging(one.properties),
                attributes: one.attributes)
        }
        func bill() -> Bill { Bill(held.sorted { $0.key < $1.key }.map(\.value), prices) }
        before = bill()
        var most = before
        for stage in plan.stages {
            let steps = plan.steps.filter { $0.stage == stage.name }
            for step in steps where step.action == .create || step.action == .update {
                let key = Self.key(step.address, step.generation)
                let old = held[key]
                held[key] = Holding(
                    address: step.address, kind: step.kind, region: step.region,
                    properties: (old?.properties ?? [:]).merging(step.properties), attributes: old?.attributes ?? [:])
            }
            let now = bill()
            if now.nanos > most.nanos { most = now }
            for step in steps where step.action == .delete || step.action == .forget {
                held[Self.key(step.address, step.generation)] = nil
            }
        }
        during = most
        after = bill()
    }

    private static func key(_ address: Address, _ generation: Int) -> String { "\(address)#\(generation)" }
}
