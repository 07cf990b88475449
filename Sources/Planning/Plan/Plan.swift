/// An ordered, hashed way from the observed platform to the desired one.
public struct Plan: Sendable, Hashable {
    /// The version of the plan's JSON.
    public static let formatVersion = 1

    /// `rollback` leads back to where an interrupted road began; `failover` moves the writer to another region, and
    /// `failback` home again.
    public enum Purpose: String, Sendable, Hashable, CaseIterable {
        case apply, rollback, destroy, refreshOnly, failover, failback
    }

    public var purpose: Purpose
    public var platform: String
    public var account: String
    /// `fake` or `aws`.
    public var provider: String
    public var regions: [String]
    /// The phase that the platform is in; nil when nothing exists.
    public var fromPhase: Int?
    public var toPhase: Int
    /// SHA-256 of the spec's canonical form.
    public var specHash: String
    /// The serial of the state that it was made from.
    public var stateSerial: Int
    /// In order; a step belongs to one.
    public var stages: [Stage]
    /// Sorted so that a step stands behind all that it depends on.
    public var steps: [Step]
    /// What the user must know before saying yes, worst first.
    public var warnings: [String]

    public init(
        purpose: Purpose, platform: String, account: String, provider: String, regions: [String], fromPhase: Int?,
        toPhase: Int, specHash: String, stateSerial: Int, stages: [Stage], steps: [Step], warnings: [String] = []
    ) {
        self.purpose = purpose
        self.platform = platform
        self.account = account
        self.provider = provider
        self.regions = regions
        self.fromPhase = fromPhase
        self.toPhase = toPhase
        self.specHash = specHash
        self.stateSerial = stateSerial
        self.stages = stages
        self.steps = steps
        self.warnings = warnings
    }

    /// Nothing to do, and nothing to prove that an earlier run has done.
    public var isEmpty: Bool { steps.isEmpty && stages.allSatisfy(\.provenContents.isEmpty) }
}
