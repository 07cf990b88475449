/// What a process finds around itself: variables and files. Passed in, so that tests need neither.
public struct Surroundings: Sendable, CustomReflectable {
    /// The environment variables.
    public let variables: [String: String]
    /// Reads a whole file; nil when it does not exist or can't be read.
    public let read: @Sendable (String) -> [UInt8]?

    public init(variables: [String: String], read: @escaping @Sendable (String) -> [UInt8]?) {
        self.variables = variables
        self.read = read
    }

    /// The value of a variable; an empty one counts as unset.
    public subscript(name: String) -> String? {
        guard let value = variables[name], !value.isEmpty else { return nil }
        return value
    }

    /// A path with `~` replaced by `HOME`.
    public func path(_ text: String) -> String {
        guard text == "~" || text.hasPrefix("~/"), let home = self["HOME"] else { return text }
        return home + text.dropFirst()
    }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
