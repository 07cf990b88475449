/// AWS's `credentials` file: each section is a profile.
struct CredentialsFile: Sendable, Equatable {
    var profiles: [String: Profile] = [:]

    init() {}

    init(_ bytes: [UInt8], file: String) throws(ConfigurationProblem) {
        for section in try INIReader.read(bytes, file: file) {
            profiles[section.name] = try Profile(section, file: file)
        }
    }
}
