/// A shape where it is used, with what binds it there.
public struct ShapeReference: Sendable, Hashable {
    /// Its place among the shapes of its operation, from 0 up.
    public let index: Int
    public let traits: Traits
}
