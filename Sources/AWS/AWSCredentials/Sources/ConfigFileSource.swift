/// Keys in the `config` file.
struct ConfigFileSource: CredentialSource {
    let name = "config file"
    private let tools: SourceTools
    private let profile: String

    init(_ tools: SourceTools, profile: String) {
        self.tools = tools
        self.profile = profile
    }

    func find() async -> Finding {
        StaticKeys.find(
            in: tools.files.config.profiles[profile],
            place: "the profile `\(profile)` in \(tools.files.configPath)")
    }
}
