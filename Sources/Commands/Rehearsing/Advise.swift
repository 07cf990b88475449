import Blueprints
import Capacity
import Costs
import Documents
import Reports
import Specs
import Terminal
import Values

/// `reconcile advise --users N`.
enum Advise {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        guard let users = options.value("users").flatMap({ Int($0) }) else {
            throw UsageProblem("advise needs --users N", hint: "For example reconcile advise --users 60000.")
        }
        let load = try LoadModels.model(users: users, options, output)
        let base = try options.words.first.map { try Session.readSpec($0, options, output) } ?? standard
        let advice = Advice(base, load)
        var costs: [Int: Int] = [:]
        for one in advice.alternatives { costs[one.phase] = try monthly(one.spec, options) }
        let known = costs
        let report = AdviceReport(advice) { known[$0.phase] }
        if let path = options.value("out") {
            guard let best = advice.best else {
                throw CommandFailure("No phase holds \(users) users, so there is no spec to write.")
            }
            try Files.makeFolder(of: path)
            try Files.write(JSON.pretty(best.spec.value) + "\n", to: path)
            output.note("The spec of phase \(best.phase) is in \(path).")
            if options.words.isEmpty {
                output.note("Its name, account, images, domain and endpoint CIDRs are examples: change them.")
            }
        }
        if options.has("json") {
            output.result(JSON.pretty(report.value))
        } else {
            report.lines.forEach { output.result($0) }
        }
        return advice.best == nil ? 1 : 0
    }

    /// US dollars of a month with as many machines as the busiest minute needs, by use not counted; nil where a price is
    /// not known.
    private static func monthly(_ spec: Spec, _ options: Options) throws(CommandFailure) -> Int? {
        var spec = spec
        spec.compute.minInstances = spec.compute.maxInstances
        spec.cluster.minNodes = spec.cluster.maxNodes
        let bill = try CostCheck.bill(Blueprint.graph(for: spec), options)
        return bill.lines.contains { !$0.unknown.isEmpty } ? nil : bill.nanos / 1_000_000_000
    }

    /// The platform of the journey, for those who bring no spec.
    private static let standard = Spec(
        name: "shop", phase: 0, account: "123456789012",
        regions: [
            RegionSpec(name: "ap-south-1", network: "10.0.0.0/16"),
            RegionSpec(name: "us-east-1", network: "10.1.0.0/16"),
        ],
        services: [
            ServiceSpec(
                name: "a", image: "123456789012.dkr.ecr.ap-south-1.amazonaws.com/shop/a:1.0.0", path: "/a", weight: 80),
            ServiceSpec(
                name: "b", image: "123456789012.dkr.ecr.ap-south-1.amazonaws.com/shop/b:1.0.0", path: "/b", weight: 20),
        ], cluster: ClusterSpec(endpointCIDRs: ["203.0.113.0/24"]), domain: "shop.example.com")
}
