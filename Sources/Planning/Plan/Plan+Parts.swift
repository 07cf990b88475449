extension Plan {
    /// The steps, and behind them those that take stages back, stage by stage; dependencies are positions in this list.
    public var allSteps: [Step] {
        var all = steps
        for stage in stages {
            let first = all.count
            all += stage.undoSteps.map { step in
                var step = step
                step.dependsOn = step.dependsOn.map { first + $0 }
                return step
            }
        }
        return all
    }

    /// The plan's first stage alone, with its gate; the whole plan when it has one stage only.
    public var firstStage: Plan {
        guard let name = steps.first?.stage else { return self }
        return part { $0.stage == name }
    }

    /// The first step that waits for nothing, alone.
    public var firstStep: Plan {
        guard let first = firstStage.steps.first(where: \.dependsOn.isEmpty) else { return self }
        return part { $0.id == first.id }
    }

    /// Some of the steps; what they depend on outside is taken as done. Only the whole plan reaches its phase.
    private func part(_ isWanted: (Step) -> Bool) -> Plan {
        var part = self
        var positions: [Int: Int] = [:]
        part.steps = []
        for (index, step) in steps.enumerated() where isWanted(step) {
            positions[index] = part.steps.count
            part.steps.append(step)
        }
        guard part.steps.count < steps.count else { return self }
        for index in part.steps.indices {
            part.steps[index].dependsOn = part.steps[index].dependsOn.compactMap { positions[$0] }
        }
        let names = Set(part.steps.map(\.stage))
        part.stages = stages.filter { names.contains($0.name) }
        for index in part.stages.indices {
            let name = part.stages[index].name
            let isWhole = steps.count { $0.stage == name } == part.steps.count { $0.stage == name }
            if !isWhole { part.stages[index].gate = nil }
        }
        if let fromPhase { part.toPhase = fromPhase }
        return part
    }
}
