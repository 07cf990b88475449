import Digests
import Documents
import Planning
import Providers
import Resources
import Values

extension EngineCore {
    /// Starts looks while there are slots: first what is due again, then the most urgent new step.
    mutating func issue(_ now: Instant, _ commands: inout CommandList) {
        while let step = polls.popDue(at: now) { due.append(step) }
        if !isCancelling {
            due = due.filter { step in
                guard hasSlot(for: step), let operation = operations[step] else { return true }
                beginLook(step)
                commands.add(.look(step: step, operation))
                return false
            }
            if isOverTime(now), undoing == nil { endReady(now, &commands) }
            var held: [Int] = []
            while !holdsNewSteps, lookingCount < settings.parallelism, let step = ready.pop() {
                if hasSlot(for: step) { begin(step, now, &commands) } else { held.append(step) }
            }
            for step in held { ready.push(step, urgency: urgency[step]) }
        }
        let moments = isCancelling ? [] : [polls.next, gateMoment, hold?.moment].compactMap { $0 }
        if let next = moments.min() { commands.add(.wake(next)) }
    }

    private func hasSlot(for step: Int) -> Bool {
        lookingCount < settings.parallelism
            && lookingAt[place(of: step), default: 0] < settings.perServiceAndRegion
    }

    private func place(of step: Int) -> String { "\(steps[step].service)/\(steps[step].region)" }

    private mutating func beginLook(_ step: Int) {
        phases[step] = .looking
        lookingCount += 1
        lookingAt[place(of: step), default: 0] += 1
    }

    private mutating func begin(_ index: Int, _ now: Instant, _ commands: inout CommandList) {
        let step = steps[index]
        commands.add(.report(.stepBegan(index, at: now)))
        guard let action = Operation.Action(step.action) else {
            settleWithoutCalls(index, now, &commands)
            return
        }
        var unknown: Reference?
        let resolved = step.properties.resolved { reference in
            let value = attributes[Address(reference.address)]?[reference.attribute]
            if value == nil { unknown = unknown ?? reference }
            return value
        }
        guard let resolved else {
            let what = unknown.map { "\($0.attribute) of \($0.address)" } ?? "a reference"
            fail(
                index,
                Failure(
                    code: "Engine.UnknownReference", message: "\(what) is not known.",
                    hint: "Run plan again; if it stays, this is a defect of the blueprint."), now, &commands)
            return
        }
        let hash = SHA256Digest.hex(JSON.text(of: resolved))
        let key = IntentKey(address: step.address, action: step.action, generation: step.generation)
        let open = openIntents[key]
        // A changed input must not reuse the token; the old intent is settled by observing all the same.
        let fresh = String(SHA256Digest.hex("\(runID)/\(step.id)").prefix(32))
        let token = open.map { $0.inputHash == hash ? $0.token : fresh } ?? fresh
        let target = Target(
            platform: plan.platform, account: plan.account, address: step.address, kind: step.kind,
            region: step.region, generation: step.generation, phase: step.phase, properties: resolved,
            tags: step.tags, token: token, physicalID: step.physicalID)
        let operation = Operation(
            action: action, target: target, startedAt: now, expected: step.expected,
            plannedChanges: plannedChanges(index),
            mayLandUntil: open == nil ? nil : now + settings.attemptLimit, isResumed: open != nil,
            waitsForServing: settings.waitsForServing, neededAttributes: neededAttributes[step.address] ?? [])
        operations[index] = operation
        inputHashes[index] = hash
        commands.add(
            .journal(
                .intent(
                    Intent(
                        step: step.id, action: step.action, address: step.address, kind: step.kind,
                        region: step.region, generation: step.generation, token: token, inputHash: hash,
                        references: Self.references(of: step), at: now))))
        beginLook(index)
        commands.add(.look(step: index, operation))
    }

    private func plannedChanges(_ index: Int) -> [Operation.PlannedChange] {
        let step = steps[index]
        guard step.action == .update else { return [] }
        return step.changes.map { change in
            let name = String(change.path.prefix { $0 != "." && $0 != "[" })
            return Operation.PlannedChange(
                property: name, old: name == change.path && !isRepeated[index] ? change.old : nil)
        }
    }

    /// Adopt, keep and forget change only what we remember.
    private mutating func settleWithoutCalls(_ index: Int, _ now: Instant, _ commands: inout CommandList) {
        let step = steps[index]
        phases[index] = .looking
        lookingCount += 1
        lookingAt[place(of: index), default: 0] += 1
        settle(index, .done(step.action == .forget ? nil : step.observed), now, &commands)
    }

    /// One look ended.
    mutating func looked(_ index: Int, _ outcome: Outcome, _ now: Instant, _ commands: inout CommandList) {
        guard phases[index] == .looking else { return }
        switch outcome {
        case .done(let observation):
            if let observation { attributes[observation.address] = observation.attributes }
            settle(index, .done(observation), now, &commands)
        case .failed(let failure):
            fail(index, failure, now, &commands)
        case .pending(let reason, let span, let operation):
            if isOverTime(now), undoing == nil {
                fail(index, overTime(waitingFor: reason), now, &commands)
                return
            }
            let waited = now - operation.startedAt
            guard waited < steps[index].deadline * settings.patience else {
                fail(
                    index,
                    Failure(
                        code: "Engine.Deadline",
                        message: "After \(waited.seconds / 60) minutes it still waits: \(reason)",
                        hint: "Run apply again: it goes on from here.", isRetryable: true), now, &commands)
                return
            }
            endLook(index, .polling)
            operations[index] = operation
            polls.push(index, at: now + span)
            if waits[index]?.last?.reason != reason {
                note(StepWait(reason: reason, since: now), of: index)
                commands.add(.report(.stepWaits(index, reason: reason, at: now)))
            }
        }
    }

    /// A wait that changes again and again, such as a count that rises, is kept with its first moments and its last.
    private mutating func note(_ wait: StepWait, of index: Int) {
        if waits[index]?.count == Self.waitsKept { waits[index]?.removeLast() }
        waits[index, default: []].append(wait)
    }

    private static let waitsKept = 32

    private mutating func endLook(_ index: Int, _ phase: Phase) {
        if phases[index] == .looking {
            lookingCount -= 1
            lookingAt[place(of: index), default: 1] -= 1
        }
        phases[index] = phase
    }

    private mutating func settle(
        _ index: Int, _ result: StepOutcome.Result, _ now: Instant, _ commands: inout CommandList
    ) {
        endLook(index, .done)
        openInStage -= 1
        doneCount += 1
        commands.add(.journal(.outcome(outcome(index, result, now))))
        commands.add(.report(.stepDone(index, at: now)))
        if steps[index].action == .delete { forgetIntents(of: steps[index]) }
        operations[index] = nil
        waits[index] = nil
        for dependent in dependents[index] {
            guard case .blocked(let open) = phases[dependent] else { continue }
            phases[dependent] = open == 1 ? .ready : .blocked(open - 1)
            if open == 1, isInStage(dependent) { ready.push(dependent, urgency: urgency[dependent]) }
        }
    }

    /// What is gone is made anew, not once more: AWS would answer a token that it knows with what is gone.
    private mutating func forgetIntents(of step: Step) {
        for action in [Step.Action.create, .update] {
            openIntents[IntentKey(address: step.address, action: action, generation: step.generation)] = nil
        }
    }

    private func isInStage(_ index: Int) -> Bool {
        undoing != nil || stage >= plan.stages.count || steps[index].stage == plan.stages[stage].name
    }

    mutating func fail(
        _ index: Int, _ failure: Failure, _ now: Instant, _ commands: inout CommandList
    ) {
        endLook(index, .failed)
        rootCauses.append(
            RunSummary.RootCause(step: steps[index].id, address: steps[index].address, failure: failure))
        commands.add(.journal(.outcome(outcome(index, .failed(failure), now))))
        commands.add(.report(.stepFailed(index, failure, at: now)))
        operations[index] = nil
        waits[index] = nil
    }

    private static func references(of step: Step) -> [Address] {
        step.action == .keep ? step.uses : step.properties.referencedAddresses.union(step.uses).sorted()
    }

    private func outcome(_ index: Int, _ result: StepOutcome.Result, _ now: Instant) -> StepOutcome {
        let step = steps[index]
        return StepOutcome(
            step: step.id, action: step.action, address: step.address, kind: step.kind,
            generation: step.generation, result: result,
            references: Self.references(of: step), inputHash: inputHashes[index] ?? "", at: now,
            waits: waits[index] ?? [])
    }
}

extension Operation.Action {
    fileprivate init?(_ action: Step.Action) {
        switch action {
        case .create: self = .create
        case .update: self = .update
        case .delete: self = .delete
        case .adopt, .keep, .forget: return nil
        }
    }
}
