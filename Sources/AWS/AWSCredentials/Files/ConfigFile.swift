/// AWS's `config` file: profiles, SSO sessions and services.
struct ConfigFile: Sendable, Equatable {
    var profiles: [String: Profile] = [:]
    var ssoSessions: [String: Profile] = [:]
    var services: [String: Profile] = [:]

    init() {}

    init(_ bytes: [UInt8], file: String) throws(ConfigurationProblem) {
        for section in try INIReader.read(bytes, file: file) {
            let profile = try Profile(section, file: file)
            if section.name == "default" {
                profiles["default"] = profile
            } else if section.name.hasPrefix("profile") {
                if let name = Self.name(section) { profiles[name] = profile }
            } else if section.name.hasPrefix("sso-session") {
                if let name = Self.name(section) { ssoSessions[name] = profile }
            } else if section.name.hasPrefix("services") {
                if let name = Self.name(section) { services[name] = profile }
            }
        }
    }

    /// The name after the section's kind, in quotes or not; nil when there is not exactly one.
    private static func name(_ section: INISection) -> String? {
        guard let words = ShellWords.split(section.name), words.count == 2 else { return nil }
        return words[1]
    }
}
