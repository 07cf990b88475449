/// A JSON value together with the place where it stands: what a person wrote, before anything is made of it.
public struct Node: Sendable {
    /// What the value is. Numbers keep their text, so that nothing is rounded before somebody asks.
    public enum Content: Sendable {
        case null
        case bool(Bool)
        case number(String)
        case string(String)
        case array([Node])
        case object([Member])
    }

    /// One member of an object, in the order of the text; a name may stand twice.
    public struct Member: Sendable {
        public var name: String
        /// Where the name stands.
        public var position: Position
        public var value: Node

        public init(name: String, position: Position, value: Node) {
            self.name = name
            self.position = position
            self.value = value
        }
    }

    public var content: Content
    /// Where the first character of the value stands.
    public var position: Position

    public init(_ content: Content, at position: Position) {
        self.content = content
        self.position = position
    }

    /// What a person would call this kind of value, for example `a number`.
    public var typeName: String {
        switch content {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
