public import Blueprints
import Diagnostics
public import Planning
public import Resources
import Values

/// Plans how the platform's writer moves from one region to another, and home again.
///
/// Users' requests need no change to follow: latency records with health checks lead them past a region that is gone.
/// What moves is the writer. Before a copy is promoted, which has no way back, every region that answers is told by its
/// own parameter where the writer stands from then on, so that whoever comes next goes on instead of undoing it.
public struct FailoverPlanner {
    let input: PlanningInput
    let graph: (Writer) -> ResourceGraph
    let reachable: Set<String>

    /// - Parameters:
    ///   - graph: the blueprint of phase 4 with the writer as given.
    ///   - reachable: the regions that answer; nothing is planned in others.
    public init(_ input: PlanningInput, reachable: Set<String>, graph: @escaping (Writer) -> ResourceGraph) {
        self.input = input
        self.graph = graph
        self.reachable = reachable
    }

    /// The plan that moves the writer to a region, whose copy is promoted.
    /// - Parameter isPlanned: writes are frozen first and the copy proves that it has them all, so that none is lost.
    /// - Throws: all reasons at once why there is no plan.
    public func move(_ writer: Writer, to region: String, isPlanned: Bool) throws(PlanProblems) -> Plan {
        var build = LegBuilder(input, reachable: reachable)
        try move(writer, to: region, isPlanned: isPlanned, road: "failover", &build)
        return plan(build, .failover, warnings(writer, to: region, isPlanned: isPlanned))
    }

    /// What is left to do of the writer's last move; an empty plan when it is whole.
    public func finish(_ writer: Writer) throws(PlanProblems) -> Plan {
        var build = LegBuilder(input, reachable: reachable)
        try finish(writer, road: "failover", &build)
        return plan(build, .failover, unfenced(writer.cameFrom))
    }

    /// Whether the writer's last move is whole as far as who writes is concerned: the copy is promoted, and the database
    /// that was left lets nobody in.
    public func isSettled(_ writer: Writer) throws(PlanProblems) -> Bool {
        guard !LegBuilder(input, reachable: reachable).follows(instance(of: writer)) else { return false }
        // What the spec changes otherwise is no part of the move, and what state forgot is adopted by any plan.
        return try !finish(writer).steps.contains { step in
            guard ["failover/fence", "failover/leave"].contains(step.stage) else { return false }
            switch step.action {
            case .create, .delete: return true
            case .update: return step.changes.contains { $0.path.hasPrefix("Parameters") }
            case .adopt, .keep, .forget: return false
            }
        }
    }

    /// The plan that brings the writer home by a new copy there, and gives it copies elsewhere again.
    public func back(_ writer: Writer, to home: String) throws(PlanProblems) -> Plan {
        var build = LegBuilder(input, reachable: reachable)
        var warnings: [String] = []
        var writer = writer
        if writer.region != home {
            try finish(writer.with(.readsMoved), road: "failover", &build)
            try copy(writer, reads: .readsMoved, stage: "failback/copy", &build)
            try move(writer.copied(), to: home, isPlanned: true, road: "failback", &build)
            warnings = self.warnings(writer, to: home, isPlanned: true, endsCopied: true)
            writer = writer.moved(to: home)
        } else {
            try finish(writer, road: "failover", &build)
        }
        try copy(writer, reads: .no, stage: "failback/protect", &build)
        return plan(build, .failback, warnings)
    }

    // MARK: Parts of a move

    private func move(
        _ writer: Writer, to region: String, isPlanned: Bool, road: String, _ build: inout LegBuilder
    ) throws(PlanProblems) {
        let stages = MoveStages(road: road)
        let before = graph(writer)
        let leaning = graph(writer.with(.readsMoved))
        let frozen = graph(writer.with(.frozen))
        let copy = Address("\(region)/\(writer.database(in: region))/instance")
        guard build.exists(copy) else {
            throw PlanProblems([
                Diagnostic(
                    "failover.noCopy",
                    "There is no copy of the writer's database in \(region): \(copy) does not exist.",
                    path: copy.text, hint: "Apply the spec of phase 4 first.")
            ])
        }
        if isPlanned {
            let lean = build.differing(before, leaning)
            try build.add(
                stages.open, to: leaning, from: before, only: lean.filter { !Self.isInCluster($0, leaning) })
            try build.add(
                stages.reads, to: leaning, from: before, only: lean.filter { Self.isInCluster($0, leaning) })
            try build.add(
                stages.freeze(copy: copy, writer: instance(of: writer)), to: frozen, from: leaning,
                only: build.differing(leaning, frozen), base: before, taking: lean, stays: true)
        } else if reachable.contains(writer.region) {
            try fence(writer, stages, &build)
        }
        try takeOver(writer.moved(to: region), from: writer, stages, &build)
    }

    private func finish(_ writer: Writer, road: String, _ build: inout LegBuilder) throws(PlanProblems) {
        guard writer.term > 0, let left = writer.cameFrom else { return }
        let stages = MoveStages(road: road)
        let old = Writer(region: left, term: writer.term - 1)
        if reachable.contains(left) { try fence(old, stages, &build) }
        try takeOver(writer, from: old, stages, &build)
    }

    /// The old writer takes nothing from sessions that are open, and lets no new one in.
    private func fence(_ writer: Writer, _ stages: MoveStages, _ build: inout LegBuilder) throws(PlanProblems) {
        let frozen = graph(writer.with(.frozen))
        let database = "\(writer.region)/\(writer.database(in: writer.region))/"
        let shut = ResourceGraph(
            frozen.resources.filter { !$0.address.text.hasPrefix(database + "ingress/") }.map { resource in
                var resource = resource
                resource.dependsOn.removeAll { $0.text.hasPrefix(database + "ingress/") }
                return resource
            })
        let named = frozen.resources.map(\.address).filter {
            $0.text.hasPrefix(database + "ingress/") || $0.text.hasPrefix(database + "parameter-group/")
        }
        try build.add(stages.fence, to: shut, from: frozen, only: Set(named.filter { build.exists($0) }))
    }

    /// From the word that another region has the writer until nothing leads to the old one.
    private func takeOver(
        _ writer: Writer, from old: Writer, _ stages: MoveStages, _ build: inout LegBuilder
    ) throws(PlanProblems) {
        let before = graph(old)
        let after = graph(writer)
        let standings = Set(after.resources.filter(build.isReachable).map(\.address).filter(Standing.isStanding))
        let promoted = instance(of: writer)
        let isAhead = build.follows(promoted)
        try build.add(stages.decide(isAhead: isAhead), to: after, from: before, only: standings)
        if build.exists(promoted) { try build.add(stages.promote, to: after, from: before, only: [promoted]) }
        let copies = copies(of: writer)
        let changed = build.differing(before, after).union(build.differing(graph(old.with(.readsMoved)), after))
            .subtracting(standings).subtracting(copies).subtracting([promoted])
        // What needs the new copies comes behind them; they may still be on their way.
        let ready = changed.filter { address in
            after[address]?.referencedAddresses.allSatisfy { !copies.contains($0) } ?? false
        }
        try build.add(stages.admit, to: after, from: before, only: ready.filter { !Self.isInCluster($0, after) })
        try build.add(stages.route, to: after, from: before, only: ready.filter { Self.isInCluster($0, after) })
        let left = changed.filter { !after.contains($0) && build.exists($0) }
        try build.add(stages.leave, to: after, from: before, only: left)
    }

    /// Copies of the writer in the other regions, which the account knows of before they are made.
    private func copy(
        _ writer: Writer, reads: Writer.Leaving, stage: String, _ build: inout LegBuilder
    ) throws(PlanProblems) {
        // An earlier run may have begun with it: what is there needs no step.
        let before = graph(writer.copied(false).with(reads))
        let after = graph(writer.copied().with(reads))
        let copies = copies(of: writer.copied())
        let standings = Set(after.resources.filter(build.isReachable).map(\.address).filter(Standing.isStanding))
        try build.add(MoveStages.announce(stage), to: after, from: before, only: standings)
        let instances = copies.filter { $0.text.hasSuffix("/instance") }.sorted()
        try build.add(MoveStages.copy(stage, instances), to: after, from: before, only: copies)
        let rest = build.differing(before, after).subtracting(copies).subtracting(standings)
        try build.add(MoveStages.use(stage), to: after, from: before, only: rest)
    }

    // MARK: Addresses

    private func instance(of writer: Writer) -> Address {
        Address("\(writer.region)/\(writer.database(in: writer.region))/instance")
    }

    /// What belongs to the databases of the regions that follow the writer.
    private func copies(of writer: Writer) -> Set<Address> {
        guard writer.isCopied else { return [] }
        return Set(
            graph(writer).resources.map(\.address).filter { address in
                address.scope != writer.region
                    && address.local.hasPrefix(writer.database(in: address.scope) + "/")
            })
    }

    private static func isInCluster(_ address: Address, _ graph: ResourceGraph) -> Bool {
        graph[address]?.kind.name.hasPrefix("Kubernetes::") ?? false
    }

    // MARK: The plan

    private func plan(_ build: LegBuilder, _ purpose: Plan.Purpose, _ warnings: [String]) -> Plan {
        let plan = Plan(
            purpose: purpose, platform: input.platform, account: input.account, provider: input.provider,
            regions: input.regions, fromPhase: 4, toPhase: 4, specHash: input.specHash,
            stateSerial: input.stateSerial, stages: build.steps.isEmpty ? [] : build.stages, steps: build.steps,
            warnings: build.steps.isEmpty ? [] : warnings)
        return input.options.rules.applied(to: plan)
    }

    private func warnings(
        _ writer: Writer, to region: String, isPlanned: Bool, endsCopied: Bool = false
    ) -> [String] {
        var all: [String] = []
        if isPlanned {
            all.append(
                "USERS CAN'T WRITE from the freeze until the services have the new writer: about ten minutes. "
                    + "Reads go on.")
        }
        if !endsCopied {
            all.append(
                "NO REGION HAS A COPY of the new writer from then on, until `reconcile failback` makes one. The database "
                    + "of \(writer.region) is kept, and nobody can write to it.")
        }
        return all + (isPlanned ? [] : unfenced(writer.region))
    }

    private func unfenced(_ region: String?) -> [String] {
        guard let region, !reachable.contains(region) else { return [] }
        return [
            "NOT FENCED: \(region) does not answer. What still runs there may write to the old database until the same "
                + "command, run again once it answers, shuts that."
        ]
    }
}
