/// A shape where it is used, with what binds it there.
public struct ShapeReference: Sendable, Hashable {
    /// Its place among the operation's shapes.
    let index: Int
    public let traits: Traits
}
