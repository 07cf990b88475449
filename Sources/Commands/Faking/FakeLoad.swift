import FakeAWS
import Specs
import Terminal

/// `reconcile fake load`.
enum FakeLoad {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        guard let requests = Int(options.words[0]), (0...1_000_000).contains(requests) else {
            throw UsageProblem("`\(options.words[0])` is no number of requests in a second", hint: "For example 200.")
        }
        var paths: [String: Int] = [:]
        if options.words.count > 1 {
            for service in try Session.readSpec(options.words[1], options, output).services {
                paths[service.path] = service.weight
            }
        }
        let weights = paths
        let isTiring = options.value("load") != nil || options.value("mix") != nil
        let demand = isTiring ? LoadModels.demand(try LoadModels.model(users: 0, options, output)) : nil
        try FakeClouds.edit(try FakeClouds.open(options)) {
            $0.setLoad(requestsPerSecond: requests, paths: weights, demand: demand)
        }
        output.result("\(requests) requests a second come to what runs in this cloud.")
        return 0
    }
}
