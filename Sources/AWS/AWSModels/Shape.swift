/// A type of AWS's models.
public struct Shape: Sendable {
    /// The kinds of type that the models know.
    public indirect enum Kind: Sendable {
        case structure(StructureShape)
        case list(element: ShapeReference)
        case map(key: ShapeReference, value: ShapeReference)
        case string, integer, long, double, float, boolean, timestamp, blob
    }

    /// AWS's name of the type.
    public let name: String
    public let kind: Kind
}
