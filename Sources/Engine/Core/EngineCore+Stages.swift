import Planning
import Providers
import Resources
import Values

extension EngineCore {
    /// Begins the current stage: its steps that wait for nothing become ready.
    mutating func enterStage(_ now: Instant, _ commands: inout CommandList) {
        guard stage < stageSteps.count else { return }
        openInStage = 0
        stageHeldSince = nil
        for step in stageSteps[stage] where phases[step] != .done {
            openInStage += 1
            if phases[step] == .ready { ready.push(step, urgency: urgency[step]) }
        }
        if stage < plan.stages.count, !stageSteps[stage].isEmpty || plan.stages[stage].gate != nil {
            let name = plan.stages[stage].name
            commands.add(.journal(.stage(name: name, .began, measured: "", at: now)))
            commands.add(.report(.stageBegan(name, at: now)))
        }
    }

    /// Passes the gates that hold, and begins the stages behind them.
    mutating func passStages(_ now: Instant, _ commands: inout CommandList) {
        while stage < stageSteps.count, openInStage == 0, rootCauses.isEmpty, !isCancelling {
            if stage < plan.stages.count, let gate = plan.stages[stage].gate, gate.window > .zero {
                let since = stageHeldSince ?? now
                stageHeldSince = since
                if now < since + gate.window { return }
            }
            if stage < plan.stages.count, !stageSteps[stage].isEmpty || plan.stages[stage].gate != nil {
                let name = plan.stages[stage].name
                let measured = "\(stageSteps[stage].count) of \(stageSteps[stage].count) steps done and serving"
                commands.add(.journal(.stage(name: name, .passed, measured: measured, at: now)))
                commands.add(.report(.stagePassed(name, at: now)))
            }
            stage += 1
            enterStage(now, &commands)
        }
    }

    /// The moment at which a gate's window ends, if one is running.
    var gateMoment: Instant? {
        guard stage < plan.stages.count, openInStage == 0, rootCauses.isEmpty, let since = stageHeldSince,
            let gate = plan.stages[stage].gate
        else { return nil }
        return since + gate.window
    }

    mutating func endIfIdle(_ now: Instant, _ commands: inout CommandList) {
        guard lookingCount == 0 else { return }
        let isThrough = stage >= stageSteps.count
        let hasWork = !due.isEmpty || !polls.isEmpty || !ready.isEmpty || gateMoment != nil
        guard isThrough || isCancelling || !hasWork else { return }
        let result: RunResult = isThrough ? .converged : rootCauses.isEmpty ? .cancelled : .failed
        hasEnded = true
        commands.add(.journal(.finished(result, at: now)))
        commands.add(
            .end(
                RunSummary(
                    result: result, done: phases.count { $0 == .done }, left: leftCount, rootCauses: rootCauses,
                    began: began, ended: now)))
    }
}
