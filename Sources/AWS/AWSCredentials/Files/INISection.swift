/// A section of a configuration file. It prints without its values, which may be secrets.
struct INISection: Sendable, CustomStringConvertible, CustomReflectable {
    let name: String
    /// Values by name; the lines of a value that goes over several are parted by line breaks.
    var options: [String: String] = [:]

    init(name: String) { self.name = name }

    var description: String { "[\(name)]" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
