import Planning
import Providers
import Resources
import Values

/// The scheduler of a run as a plain value: events in, commands out; no clock, no calls, no tasks of its own.
///
/// Rules that it keeps:
/// 1. An intent is journaled before its first look, its outcome before anything that depends on it begins.
/// 2. A step begins when all that it depends on is done and every earlier stage has passed its gate.
/// 3. What waits is looked at again at growing intervals and holds no slot meanwhile.
/// 4. A failed step stops only what depends on it; a later stage begins only when its predecessor is whole.
public struct EngineCore: Sendable {
    enum Phase: Sendable, Hashable {
        /// Waits for this many other steps.
        case blocked(Int)
        case ready
        case looking
        /// Waits to be looked at again.
        case polling
        case done
        case failed
        /// Takes a stage back; waits for its gate to fail.
        case dormant
    }

    let plan: Plan
    /// The plan's steps, and behind them those that take stages back.
    let steps: [Step]
    let runID: String
    let settings: EngineSettings
    var attributes: [Address: Value]
    var openIntents: [IntentKey: OpenIntent]
    var phases: [Phase]
    var operations: [Int: Operation] = [:]
    var inputHashes: [Int: String] = [:]
    /// Positions of the steps that depend on a step.
    var dependents: [[Int]]
    /// The longest expected way, in milliseconds, from the step's start to its stage's end.
    var urgency: [Int]
    /// Steps on a resource that an earlier step of this plan makes or changes: what they find is not what was planned from.
    var isRepeated: [Bool] = []
    /// With `--wait created`: what the plan's steps refer to, by address.
    var neededAttributes: [Address: Set<String>] = [:]
    /// Steps by stage, in the plan's order.
    let stageSteps: [[Int]]
    /// The steps that take a stage back, by stage.
    let undoSteps: [[Int]]
    var stage = 0
    var openInStage = 0
    /// Why the current stage has not begun; nil once it has.
    var hold: StageHold?
    var stageBegan = Instant(milliseconds: 0)
    var isPaused = false
    var gateWatch: GateWatch?
    /// The stage whose gate failed and which is being taken back.
    var undoing: Int?
    var failedGate: RunSummary.FailedGate?
    var ready = StepQueue()
    var polls = PollQueue()
    var due: [Int] = []
    var lookingCount = 0
    var doneCount = 0
    var lookingAt: [String: Int] = [:]
    /// What the steps that run waited for, the present reason last.
    var waits: [Int: [StepWait]] = [:]
    var rootCauses: [RunSummary.RootCause] = []
    var isCancelling = false
    var hasEnded = false
    var began = Instant(milliseconds: 0)

    struct IntentKey: Hashable, Sendable {
        let address: Address
        let action: Step.Action
        let generation: Int
    }

    public init(_ input: EngineInput) {
        plan = input.plan
        runID = input.runID
        settings = input.settings
        attributes = input.attributes
        openIntents = Dictionary(
            input.openIntents.map {
                (IntentKey(address: $0.address, action: $0.action, generation: $0.generation), $0)
            }, uniquingKeysWith: { $1 })
        let steps = input.plan.allSteps
        self.steps = steps
        var touched: Set<Address> = []
        isRepeated = steps.map { !touched.insert($0.address).inserted }
        dependents = Array(repeating: [], count: steps.count)
        phases = []
        phases.reserveCapacity(steps.count)
        for (index, step) in steps.enumerated() {
            if index >= input.plan.steps.count {
                for dependency in step.dependsOn { dependents[dependency].append(index) }
                phases.append(.dormant)
                continue
            }
            if input.completed.contains(step.id) {
                phases.append(.done)
                continue
            }
            var open = 0
            for dependency in step.dependsOn where !input.completed.contains(steps[dependency].id) {
                dependents[dependency].append(index)
                open += 1
            }
            phases.append(open == 0 ? .ready : .blocked(open))
        }
        neededAttributes = settings.waitsForServing ? [:] : Self.neededAttributes(of: steps)
        let positions = Dictionary(
            input.plan.stages.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        var byStage: [[Int]] = Array(repeating: [], count: max(1, input.plan.stages.count))
        for (index, step) in input.plan.steps.enumerated() { byStage[positions[step.stage] ?? 0].append(index) }
        stageSteps = byStage
        var undo: [[Int]] = []
        var next = input.plan.steps.count
        for stage in input.plan.stages {
            undo.append(Array(next..<next + stage.undoSteps.count))
            next += stage.undoSteps.count
        }
        undoSteps = undo
        urgency = Array(repeating: 0, count: steps.count)
        for index in steps.indices.reversed() {
            let longest = dependents[index].map { urgency[$0] }.max() ?? 0
            urgency[index] = steps[index].expected.milliseconds + longest
        }
    }

    private static func neededAttributes(of steps: [Step]) -> [Address: Set<String>] {
        var needed: [Address: Set<String>] = [:]
        for step in steps {
            step.properties.forEachReference { needed[Address($0.address), default: []].insert($0.attribute) }
        }
        return needed
    }

    /// Takes one event and says what to do, in order.
    public mutating func handle(_ event: EngineEvent) -> [EngineCommand] {
        guard !hasEnded else { return [] }
        var commands = CommandList()
        let now: Instant
        switch event {
        case .begin(let at):
            now = at
            began = at
            enterStage(at, &commands)
        case .looked(let step, let outcome, let at):
            now = at
            looked(step, outcome, at, &commands)
        case .measured(let readings, let at):
            now = at
            measured(readings, at, &commands)
        case .timePassed(let at):
            now = at
        case .pauseAsked(let at), .resumeAsked(let at):
            now = at
            pause(event, at, &commands)
        case .cancelAsked(let at):
            now = at
            if !isCancelling {
                isCancelling = true
                commands.add(.report(.cancelling(at: at)))
            }
        }
        var before = -1
        // Steps without calls are done at once and may end their stage.
        while before != doneCount {
            before = doneCount
            passStages(now, &commands)
            takeBackFailures(now, &commands)
            issue(now, &commands)
        }
        endIfIdle(now, &commands)
        return commands.ordered
    }

    /// Steps that are not done.
    var leftCount: Int { phases.prefix(plan.steps.count).count { $0 != .done && $0 != .failed } }
}
