import Planning
import Providers
import Resources
import Values

extension EngineCore {
    /// Begins the current stage: its steps that wait for nothing become ready.
    mutating func enterStage(_ now: Instant, _ commands: inout CommandList) {
        guard stage < stageSteps.count else { return }
        openInStage = 0
        gateWatch = nil
        hold = holdOnStage(now)
        if let hold {
            tell(hold, now, &commands)
            return
        }
        stageBegan = now
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
        while stage < stageSteps.count, openInStage == 0, rootCauses.isEmpty, !isCancelling, undoing == nil {
            if hold != nil {
                // It may be over.
                guard holdOnStage(now) != hold else { return }
                enterStage(now, &commands)
                if hold != nil || openInStage > 0 { return }
            }
            guard gateHolds(now, &commands) else { return }
            if stage < plan.stages.count, !plan.stages[stage].isPartial,
                !stageSteps[stage].isEmpty || plan.stages[stage].gate != nil
            {
                let name = plan.stages[stage].name
                let steps = "\(stageSteps[stage].count) of \(stageSteps[stage].count) steps done and serving"
                let measured = gateWatch.map { $0.measured.isEmpty ? steps : $0.measured } ?? steps
                commands.add(.journal(.stage(name: name, .passed, measured: measured, at: now)))
                commands.add(.report(.stagePassed(name, measured: gateWatch?.measured ?? "", at: now)))
            }
            stage += 1
            enterStage(now, &commands)
        }
    }

    private mutating func gateHolds(_ now: Instant, _ commands: inout CommandList) -> Bool {
        guard stage < plan.stages.count, let gate = plan.stages[stage].gate else { return true }
        var watch = gateWatch ?? GateWatch(gate, at: now, atMost: timeLeft(now), patience: settings.patience)
        defer { gateWatch = watch }
        switch watch.verdict(now) {
        case .passed: return true
        case .wait: return false
        case .measure:
            commands.add(.measure(gate.measurements.map(resolved), since: watch.since(now)))
            return false
        case .failed:
            failGate(watch.measured, now, &commands)
            return false
        }
    }

    /// A measurement with the attributes that are known by now; what isn't known stays a reference.
    private func resolved(_ measurement: Measurement) -> Measurement {
        var measurement = measurement
        let subject = measurement.subject.resolved { reference in
            attributes[Address(reference.address)]?[reference.attribute]
        }
        measurement.subject = subject ?? measurement.subject
        return measurement
    }

    /// The answers to a gate's measurement came.
    mutating func measured(_ readings: [Reading], _ now: Instant, _ commands: inout CommandList) {
        guard var watch = gateWatch, watch.isBusy else { return }
        let isNews = watch.take(readings, at: now, acceptsNoTraffic: settings.acceptsNoTraffic)
        gateWatch = watch
        if isNews { commands.add(.report(.gateMeasured(plan.stages[stage].name, watch.measured, at: now))) }
    }

    /// The stage is taken back, and the run ends behind that.
    private mutating func failGate(_ measured: String, _ now: Instant, _ commands: inout CommandList) {
        let condition = plan.stages[stage].gate?.measurements.map(\.text).joined(separator: "; ") ?? ""
        takeBack(condition, measured, now, &commands)
    }

    private mutating func takeBack(
        _ condition: String, _ measured: String, _ now: Instant, _ commands: inout CommandList
    ) {
        let name = plan.stages[stage].name
        failedGate = RunSummary.FailedGate(stage: name, condition: condition, measured: measured)
        commands.add(.journal(.stage(name: name, .failed, measured: measured, at: now)))
        commands.add(.report(.gateFailed(name, measured, at: now)))
        undoing = stage
        openInStage = undoSteps[stage].count
        for step in undoSteps[stage] {
            let open = steps[step].dependsOn.count
            phases[step] = open == 0 ? .ready : .blocked(open)
            if open == 0 { ready.push(step, urgency: urgency[step]) }
        }
    }

    /// Steps that failed take their stage back where it says so, once all others have ended.
    mutating func takeBackFailures(_ now: Instant, _ commands: inout CommandList) {
        guard let cause = rootCauses.first, undoing == nil, !isCancelling, stage < plan.stages.count,
            plan.stages[stage].isUndoneByFailure, lookingCount == 0, due.isEmpty, polls.isEmpty, ready.isEmpty
        else { return }
        takeBack("each step ends well", "\(cause.address): \(cause.failure.message)", now, &commands)
    }

    /// The moment at which a gate must be looked at again, if one is watched.
    var gateMoment: Instant? {
        guard hold == nil, openInStage == 0, rootCauses.isEmpty, undoing == nil, var watch = gateWatch,
            case .wait(let moment) = watch.verdict(began)
        else { return nil }
        return moment
    }

    mutating func endIfIdle(_ now: Instant, _ commands: inout CommandList) {
        guard lookingCount == 0, gateWatch?.isBusy != true else { return }
        let isThrough = stage >= stageSteps.count
        let isUndone = undoing != nil && openInStage == 0
        let hasWork =
            !due.isEmpty || !polls.isEmpty || !ready.isEmpty || gateMoment != nil || (isPaused && rootCauses.isEmpty)
            || hold?.moment != nil
        guard isThrough || isUndone || isCancelling || !hasWork else { return }
        let isAwaited = hold == .approval && !isCancelling
        let result: RunResult =
            if isThrough { .converged } else if isUndone { .rolledBack } else if !rootCauses.isEmpty {
                .failed
            } else { isAwaited ? .awaitsApproval : .cancelled }
        hasEnded = true
        commands.add(.journal(.finished(result, at: now)))
        commands.add(
            .end(
                RunSummary(
                    result: result, done: phases.prefix(plan.steps.count).count { $0 == .done }, left: leftCount,
                    rootCauses: rootCauses, failedGate: failedGate,
                    awaited: result == .awaitsApproval ? plan.stages[stage].name : nil, began: began, ended: now)))
    }
}
