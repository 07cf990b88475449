import Planning
import Providers
import Values

/// What keeps stages and steps from beginning: a pause, an approval that is missing, a closed window, time that is up.
extension EngineCore {
    /// What keeps the current stage from beginning now; nil where nothing does.
    func holdOnStage(_ now: Instant) -> StageHold? {
        guard stage < plan.stages.count else { return nil }
        let next = plan.stages[stage]
        // What an earlier run has done is only measured once more.
        let hasWork = !stageSteps[stage].isEmpty || (next.gate != nil && !next.staysWithoutSteps)
        guard !next.followsAtOnce, hasWork else { return nil }
        if isPaused { return .paused }
        if next.needsApproval, !settings.approved.contains(where: { next.isMeant(by: $0) }) { return .approval }
        let opens = next.opening(from: now)
        return opens > now ? .window(opens: opens) : nil
    }

    func tell(_ hold: StageHold, _ now: Instant, _ commands: inout CommandList) {
        let name = plan.stages[stage].name
        switch hold {
        case .paused: break
        case .approval: commands.add(.report(.approvalNeeded(name, at: now)))
        case .window(let opens): commands.add(.report(.stageWaits(name, until: opens, at: now)))
        }
    }

    /// Takes over that a pause begins or ends.
    mutating func pause(_ event: EngineEvent, _ now: Instant, _ commands: inout CommandList) {
        let wanted = if case .pauseAsked = event { true } else { false }
        guard wanted != isPaused else { return }
        isPaused = wanted
        commands.add(.report(wanted ? .paused(at: now) : .resumed(at: now)))
    }

    /// Whether steps that are ready wait: a stage that follows another at once is walked to its end, as is a way back.
    var holdsNewSteps: Bool {
        isPaused && undoing == nil && !(stage < plan.stages.count && plan.stages[stage].followsAtOnce)
    }

    // MARK: A stage's time

    /// How long the current stage may still take; nil for as long as it needs.
    func timeLeft(_ now: Instant) -> TimeSpan? {
        guard stage < plan.stages.count, let limit = plan.stages[stage].timeLimit else { return nil }
        return TimeSpan(milliseconds: max(0, limit.milliseconds - (now - stageBegan).milliseconds))
    }

    func isOverTime(_ now: Instant) -> Bool { hold == nil && timeLeft(now) == .zero }

    func overTime(waitingFor reason: String) -> Failure {
        let limit = stage < plan.stages.count ? plan.stages[stage].timeLimit : nil
        return Failure(
            code: "Engine.StageTimeLimit",
            message: "The stage may take \((limit?.seconds ?? 0) / 60) minutes, and it still waits: \(reason)",
            hint: "Run apply again: it goes on from here.", isRetryable: true)
    }

    /// Nothing of the stage begins any more; one step stands for all of them.
    mutating func endReady(_ now: Instant, _ commands: inout CommandList) {
        guard let first = ready.pop() else { return }
        ready = StepQueue()
        guard rootCauses.isEmpty else { return }
        fail(first, overTime(waitingFor: "this step has not begun"), now, &commands)
    }
}
