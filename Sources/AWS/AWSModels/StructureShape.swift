/// A type with members.
public struct StructureShape: Sendable {
    /// A member with its name and what it refers to.
    public struct Member: Sendable {
        public let name: String
        public let reference: ShapeReference
    }

    /// Sorted by name.
    public let members: [Member]
    public let required: [String]
    /// The element's name where the structure is the root of a body, before that of the reference.
    public let rootName: String?
    /// Exactly one member is set.
    public let isUnion: Bool
    /// Any JSON at all.
    public let isDocument: Bool
    public let isException: Bool
    /// An error's code on the wire, where it is not the shape's name.
    public let errorCode: String?
    /// An error's status, where the model says.
    public let errorStatus: Int?

    /// The member of a name.
    public func member(_ name: String) -> Member? {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if members[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low < members.count && members[low].name == name ? members[low] : nil
    }
}
