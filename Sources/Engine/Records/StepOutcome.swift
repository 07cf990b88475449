public import Planning
public import Providers
public import Resources
public import Values

/// How an intent was settled.
public struct StepOutcome: Sendable, Hashable {
    public enum Result: Sendable, Hashable {
        /// What it is now; nil when it is gone.
        case done(ResourceObservation?)
        case failed(Failure)
    }

    public var step: String
    public var action: Step.Action
    public var address: Address
    public var kind: Kind
    public var generation: Int
    public var result: Result
    /// Addresses that the desired properties refer to, sorted.
    public var references: [Address]
    /// SHA-256 of the resolved input's canonical JSON, for properties that can't be read back; empty for a delete.
    public var inputHash: String
    public var at: Instant
    /// What it waited for, in order.
    public var waits: [StepWait]

    public init(
        step: String, action: Step.Action, address: Address, kind: Kind, generation: Int, result: Result,
        references: [Address], inputHash: String, at: Instant, waits: [StepWait] = []
    ) {
        self.step = step
        self.action = action
        self.address = address
        self.kind = kind
        self.generation = generation
        self.result = result
        self.references = references
        self.inputHash = inputHash
        self.at = at
        self.waits = waits
    }
}
