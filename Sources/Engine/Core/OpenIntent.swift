public import Planning
public import Resources

/// An intent of an earlier run that was never settled: its calls may have taken effect.
public struct OpenIntent: Sendable, Hashable {
    public var address: Address
    public var action: Step.Action
    public var generation: Int
    public var token: String
    public var inputHash: String

    public init(address: Address, action: Step.Action, generation: Int, token: String, inputHash: String) {
        self.address = address
        self.action = action
        self.generation = generation
        self.token = token
        self.inputHash = inputHash
    }
}
