import Planning
import Resources

/// What a plan's edges and stages promise: whether one step is certain to be done before another begins.
struct PlanOrder {
    private let steps: [Step]
    private let stageRank: [String: Int]
    /// The step that last made or changed an address.
    private var writers: [Address: Int] = [:]
    /// Deleted steps that used an address until then.
    private var releases: [Address: [Int]] = [:]

    init(_ plan: Plan) {
        steps = plan.steps
        stageRank = Dictionary(uniqueKeysWithValues: plan.stages.enumerated().map { ($1.name, $0) })
    }

    mutating func wrote(_ address: Address, _ index: Int) { writers[address] = index }

    mutating func released(_ addresses: [Address], _ index: Int) {
        for address in addresses { releases[address, default: []].append(index) }
    }

    func formerUsers(of address: Address) -> [String] { releases[address, default: []].map { steps[$0].id } }

    func waits(_ index: Int, for id: String) -> Bool {
        guard let other = steps.firstIndex(where: { $0.id == id }) else { return true }
        return waits(index, on: other)
    }

    /// Nothing to wait for is fine: then the address was there before the plan.
    func waits(_ index: Int, forWriterOf address: Address) -> Bool {
        guard let writer = writers[address], steps[writer].action == .create else { return true }
        return waits(index, on: writer)
    }

    private func waits(_ index: Int, on other: Int) -> Bool {
        let ranks = [other, index].map { stageRank[steps[$0].stage] ?? -1 }
        if ranks[0] < ranks[1] { return true }
        var seen: Set<Int> = []
        var open = [index]
        while let next = open.popLast() {
            if next == other { return true }
            for before in steps[next].dependsOn where before >= other && seen.insert(before).inserted {
                open.append(before)
            }
        }
        return false
    }
}
