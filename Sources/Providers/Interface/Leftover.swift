public import Resources
public import Values

/// Something that AWS keeps after we deleted what it belonged to: a final snapshot, a key in its deletion window.
public struct Leftover: Sendable, Hashable {
    public var kind: Kind
    public var region: String
    public var physicalID: String
    /// When it ends by itself; nil when only a person ends it.
    public var endsAt: Instant?
    /// The id or ARN of the key that encrypts it; nil for none.
    public var keyID: String?
    /// What it is and what it costs, for people, without its end.
    public var note: String

    public init(kind: Kind, region: String, physicalID: String, endsAt: Instant?, keyID: String? = nil, note: String) {
        self.kind = kind
        self.region = region
        self.physicalID = physicalID
        self.endsAt = endsAt
        self.keyID = keyID
        self.note = note
    }
}
