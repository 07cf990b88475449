public import Values

/// The name of a later generation, which must differ from the first one's while both exist.
public enum GenerationName {
    /// Puts `-gN` behind the name of kinds whose identity is a name; generation 0 keeps it.
    /// - Parameter mayHaveIt: whether the properties may be those that the cloud gave, under that name.
    public static func applied(
        to properties: Value, _ schema: KindSchema, _ generation: Int, mayHaveIt: Bool = false
    ) -> Value {
        guard generation > 0, case .name(let property, let limit) = schema.identity,
            let name = properties.text(property)
        else { return properties }
        let suffix = "-g\(generation)"
        if mayHaveIt, name.hasSuffix(suffix) { return properties }
        var properties = properties
        properties[property] = .string(name.prefix(max(1, limit - suffix.count)) + suffix)
        return properties
    }
}
