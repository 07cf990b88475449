import Blueprints
import Costs
import Diagnostics
import Migrations
import Planning
import Reports
import Resources
import Specs
import Terminal

/// What a plan's platform costs, and the refusal of what costs too much.
enum CostCheck {
    /// - Throws: when the platform would cost more than `--max-monthly-cost` after the plan, or a price list is wrong.
    static func report(_ making: PlanMaking, _ session: Session) throws(CommandFailure) -> CostReport {
        let options = session.options
        let wanted = session.shapes.graph(making.plan.fromPhase ?? session.spec.phase)
        let cost = PlanCost(making.plan, observed: making.observed, wanted: wanted, try prices(options))
        let most = options.number("max-monthly-cost", -1)
        guard most < 0 || cost.after.nanos <= most * 1_000_000_000 else {
            throw CommandFailure(
                "After the plan \(making.plan.platform) would cost \(CostReport.dollars(cost.after.nanos)) USD a month, "
                    + "and --max-monthly-cost allows \(most). [cost.overLimit]",
                hint: "Nothing was changed. `reconcile plan` without the limit shows what costs how much.")
        }
        return CostReport(cost)
    }

    /// What a plan that makes everything costs.
    static func report(
        _ plan: Plan, wanted: ResourceGraph, _ options: Options
    ) throws(CommandFailure) -> CostReport {
        CostReport(PlanCost(plan, observed: [], wanted: wanted, try prices(options)))
    }

    /// What one resource of a spec costs.
    static func line(_ address: Address, _ spec: Spec, _ options: Options) throws(CommandFailure) -> CostLine? {
        try bill(Blueprint.graph(for: spec), options)[address]
    }

    /// What all that a graph wants costs.
    static func bill(_ graph: ResourceGraph, _ options: Options) throws(CommandFailure) -> Bill {
        let holdings = graph.resources.map {
            Holding(address: $0.address, kind: $0.kind, region: $0.region, properties: $0.properties)
        }
        return Bill(holdings, try prices(options))
    }

    private static func prices(_ options: Options) throws(CommandFailure) -> PriceList {
        do throws(Diagnostic) {
            guard let path = options.value("prices") else { return try PriceList.shipped() }
            let bytes: [UInt8]
            do throws(CommandFailure) { bytes = try Files.read(path) } catch {
                throw Diagnostic("cost.noPrices", "\(path) can't be read.", hint: "Check that the file exists.")
            }
            return try PriceList(bytes, file: path)
        } catch {
            throw CommandFailure(DiagnosticReport.lines([error]))
        }
    }
}
