public import Resources
public import Values

/// All that a plan is made from; equal input gives equal bytes.
public struct PlanningInput: Sendable {
    public var platform: String
    public var account: String
    /// `fake` or `aws`.
    public var provider: String
    public var regions: [String]
    public var specHash: String
    public var stateSerial: Int
    public var schemas: [Kind: KindSchema]
    /// Desired properties in the form that the cloud gives back, by kind.
    public var normalize: @Sendable (Kind, Value) -> Value
    public var observed: [ResourceObservation]
    public var recorded: [RecordedResource]
    /// Regions that were given up and don't answer: nothing that is in them is `observed` or `recorded`.
    public var lost: [String]
    public var options: PlanOptions

    public init(
        platform: String, account: String, provider: String, regions: [String], specHash: String, stateSerial: Int,
        schemas: [Kind: KindSchema], normalize: @escaping @Sendable (Kind, Value) -> Value = { $1 },
        observed: [ResourceObservation], recorded: [RecordedResource], lost: [String] = [],
        options: PlanOptions = PlanOptions()
    ) {
        self.platform = platform
        self.account = account
        self.provider = provider
        self.regions = regions
        self.specHash = specHash
        self.stateSerial = stateSerial
        self.schemas = schemas
        self.normalize = normalize
        self.observed = observed
        self.recorded = recorded
        self.lost = lost
        self.options = options
    }
}
