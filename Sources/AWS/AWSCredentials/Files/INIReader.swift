/// Reads AWS's `config` and `credentials` files as the AWS CLI does.
///
/// The CLI reads them with Python's `configparser.RawConfigParser`, whose rules these are: a line deeper than its option
/// continues it, `#` and `;` begin comments only at the start of a line, `=` or `:` ends a name, names are in lower
/// case, and a section or an option that stands twice is an error, as is a line that is none of these.
struct INIReader {
    private let file: String
    private var sections: [INISection] = []
    private var defaults = INISection(name: "DEFAULT")
    /// Where lines go: nowhere yet, the defaults, or a section.
    private var target: Target = .nowhere
    private var option: String?
    private var indentation = 0

    private enum Target { case nowhere, defaults, section(Int) }

    /// - Parameter file: its path, for errors. They tell the line, never what it says.
    static func read(_ bytes: [UInt8], file: String) throws(ConfigurationProblem) -> [INISection] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationProblem("\(file) is not UTF-8.")
        }
        var reader = INIReader(file: file)
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() { try reader.take(line, number: number + 1) }
        return reader.finished()
    }

    private init(file: String) { self.file = file }

    private mutating func take(_ line: Substring, number: Int) throws(ConfigurationProblem) {
        let value = line.trimmed
        if value.hasPrefix("#") || value.hasPrefix(";") { return }
        guard !value.isEmpty else {
            if option != nil { append("") }
            return
        }
        let depth = line.prefix { $0.isBlank }.count
        if option != nil, depth > indentation {
            append(String(value))
            return
        }
        indentation = depth
        if value.hasPrefix("["), let end = value.lastIndex(of: "]"), value.index(after: value.startIndex) < end {
            try open(String(value[value.index(after: value.startIndex)..<end]), number: number)
            return
        }
        if case .nowhere = target {
            throw ConfigurationProblem("\(file):\(number): the first line must be a section such as [default].")
        }
        guard let delimiter = value.firstIndex(where: { $0 == "=" || $0 == ":" }), delimiter != value.startIndex else {
            throw ConfigurationProblem("\(file):\(number): the line is neither a section nor NAME = VALUE.")
        }
        let name = value[..<delimiter].trimmed.lowercased()
        guard current(name) == nil else {
            throw ConfigurationProblem("\(file):\(number): `\(name)` stands twice in its section.")
        }
        option = name
        set(name, String(value[value.index(after: delimiter)...].trimmed))
    }

    private mutating func open(_ name: String, number: Int) throws(ConfigurationProblem) {
        option = nil
        if name == "DEFAULT" {
            target = .defaults
            return
        }
        guard !sections.contains(where: { $0.name == name }) else {
            throw ConfigurationProblem("\(file):\(number): the section [\(name)] stands twice.")
        }
        sections.append(INISection(name: name))
        target = .section(sections.count - 1)
    }

    private func current(_ name: String) -> String? {
        switch target {
        case .nowhere: nil
        case .defaults: defaults.options[name]
        case .section(let index): sections[index].options[name]
        }
    }

    private mutating func set(_ name: String, _ value: String) {
        switch target {
        case .nowhere: break
        case .defaults: defaults.options[name] = value
        case .section(let index): sections[index].options[name] = value
        }
    }

    private mutating func append(_ line: String) {
        guard let option else { return }
        set(option, (current(option) ?? "") + "\n" + line)
    }

    private func finished() -> [INISection] {
        sections.map { section in
            var section = section
            section.options = defaults.options.merging(section.options) { $1 }.mapValues { value in
                String(value.reversed().drop { $0.isBlank || $0 == "\n" }.reversed())
            }
            return section
        }
    }
}
