/// The settings of one profile. It prints without its values.
struct Profile: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    private(set) var values: [String: String] = [:]
    /// Indented blocks, for example `s3 =` with settings below it.
    private(set) var blocks: [String: [String: String]] = [:]

    init() {}

    /// - Parameter file: for errors.
    init(_ section: INISection, file: String) throws(ConfigurationProblem) {
        for (name, value) in section.options {
            guard value.hasPrefix("\n") else {
                values[name] = value
                continue
            }
            var block: [String: String] = [:]
            for line in value.split(separator: "\n") where !line.trimmed.isEmpty {
                guard let equals = line.firstIndex(of: "=") else {
                    throw ConfigurationProblem(
                        "\(file): a line below `\(name) =` in [\(section.name)] is not NAME = VALUE.")
                }
                block[String(line[..<equals].trimmed)] = String(line[line.index(after: equals)...].trimmed)
            }
            blocks[name] = block
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// The same with another's settings over it.
    func overlaid(by other: Profile) -> Profile {
        var result = self
        for (name, value) in other.values {
            result.values[name] = value
            result.blocks[name] = nil
        }
        for (name, block) in other.blocks {
            result.blocks[name] = block
            result.values[name] = nil
        }
        return result
    }

    var description: String { "\(values.count) settings" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
