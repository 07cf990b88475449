/// An error that an operation is known to answer.
public struct ErrorShape: Sendable, Hashable {
    /// The code on the wire.
    public let code: String
    /// The shape's name, which the JSON protocols send in the code's place.
    public let name: String
    /// The status that it comes with, where the model says.
    public let status: Int?
    public let reference: ShapeReference
}
