/// A pointer to an attribute of another resource, for example the `VpcId` of `ap-south-1/network/vpc`.
public struct Reference: Hashable, Sendable {
    /// The address of the resource that has the attribute, as text.
    public let address: String
    public let attribute: String

    public init(address: String, attribute: String) {
        self.address = address
        self.attribute = attribute
    }
}
