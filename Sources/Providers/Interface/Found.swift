public import Resources
public import Values

/// An object as a driver read it from the cloud.
public struct Found: Sendable, Hashable {
    public var physicalID: String
    public var status: ResourceObservation.Status
    /// In the shape and with the names of desired properties; AWS's defaults that nobody asked for may be left in.
    public var properties: Value
    /// What others may refer to.
    public var attributes: Value
    /// All tags, those of identity included; nil where the kind can't be tagged.
    public var tags: [String: String]?
    /// Equal to `naturalKey(of:)` of the desired properties; used where there are no tags.
    public var naturalKey: String

    public init(
        physicalID: String, status: ResourceObservation.Status, properties: Value, attributes: Value,
        tags: [String: String]? = nil, naturalKey: String = ""
    ) {
        self.physicalID = physicalID
        self.status = status
        self.properties = properties
        self.attributes = attributes
        self.tags = tags
        self.naturalKey = naturalKey
    }
}
