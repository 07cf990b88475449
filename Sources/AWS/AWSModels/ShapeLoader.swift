import Values

/// Gathers the shapes that an operation reaches; a shape that contains itself is loaded once.
struct ShapeLoader {
    private let service: String
    private let source: any DefinitionSource
    private var places: [String: Int] = [:]
    private var own: [Traits] = []
    private var pending: [(name: String, definition: Value)] = []

    init(service: String, source: any DefinitionSource) {
        self.service = service
        self.source = source
    }

    /// A reference by its definition; the shape itself is read by `load`.
    mutating func reference(_ definition: Value?) throws(ModelProblem) -> ShapeReference? {
        guard let definition else { return nil }
        guard let name = definition.text("shape") else {
            throw .malformed(service: service, what: "a reference without a shape")
        }
        if let index = places[name] { return ShapeReference(index: index, traits: own[index].overlaid(by: definition)) }
        guard let shape = try source.definition(.shape, name) else {
            throw .malformed(service: service, what: "shape \(name) is missing")
        }
        let index = pending.count
        places[name] = index
        own.append(Traits(shape: shape))
        pending.append((name, shape))
        return ShapeReference(index: index, traits: own[index].overlaid(by: definition))
    }

    /// Reads every shape that was referred to, and those that they refer to.
    mutating func load() throws(ModelProblem) -> [Shape] {
        var shapes: [Shape] = []
        while shapes.count < pending.count {
            let (name, definition) = pending[shapes.count]
            shapes.append(Shape(name: name, kind: try kind(name, definition)))
        }
        return shapes
    }

    private mutating func kind(_ name: String, _ definition: Value) throws(ModelProblem) -> Shape.Kind {
        switch definition.text("type") {
        case "structure": return .structure(try structure(name, definition))
        case "list": return .list(element: try part("member", of: name, definition))
        case "map":
            return .map(key: try part("key", of: name, definition), value: try part("value", of: name, definition))
        case "string", "character": return .string
        case "integer": return .integer
        case "long": return .long
        case "double", "bigdecimal": return .double
        case "float": return .float
        case "boolean": return .boolean
        case "timestamp": return .timestamp
        case "blob": return .blob
        case let other: throw .malformed(service: service, what: "shape \(name) is of type \(other ?? "none")")
        }
    }

    private mutating func part(
        _ part: String, of name: String, _ definition: Value
    ) throws(ModelProblem) -> ShapeReference {
        guard let reference = try reference(definition[part]) else {
            throw .malformed(service: service, what: "shape \(name) has no \(part)")
        }
        return reference
    }

    private mutating func structure(_ name: String, _ definition: Value) throws(ModelProblem) -> StructureShape {
        var members: [StructureShape.Member] = []
        for pair in (definition["members"] ?? [:]).members {
            guard let reference = try reference(pair.value) else { continue }
            var traits = reference.traits
            traits.isSecret = SecretMembers.names.contains(pair.name)
            members.append(
                StructureShape.Member(
                    name: pair.name, reference: ShapeReference(index: reference.index, traits: traits)))
        }
        return StructureShape(
            members: members, required: definition["required"]?.texts ?? [], rootName: definition.text("locationName"),
            isUnion: definition["union"]?.flag ?? false, isDocument: definition["document"]?.flag ?? false,
            isException: definition["exception"]?.flag ?? false, errorCode: definition["error"]?.text("code"),
            errorStatus: definition["error"]?.number("httpStatusCode"))
    }
}
