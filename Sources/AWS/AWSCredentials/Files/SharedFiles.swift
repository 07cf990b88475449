/// Both files together, as one process sees them.
struct SharedFiles: Sendable {
    let configPath: String
    let credentialsPath: String
    let config: ConfigFile
    let credentials: CredentialsFile

    /// Reads the files that `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` name, or those in `~/.aws`; one that does
    /// not exist is empty.
    init(_ surroundings: Surroundings) throws(ConfigurationProblem) {
        configPath = surroundings.path(surroundings["AWS_CONFIG_FILE"] ?? "~/.aws/config")
        credentialsPath = surroundings.path(surroundings["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials")
        config =
            if let bytes = surroundings.read(configPath) { try ConfigFile(bytes, file: configPath) } else {
                ConfigFile()
            }
        credentials =
            if let bytes = surroundings.read(credentialsPath) {
                try CredentialsFile(bytes, file: credentialsPath)
            } else {
                CredentialsFile()
            }
    }

    /// A profile with what both files say of it; `credentials` wins.
    func profile(_ name: String) -> Profile? {
        guard let own = credentials.profiles[name] else { return config.profiles[name] }
        return (config.profiles[name] ?? Profile()).overlaid(by: own)
    }

    /// The names of all profiles, in order.
    var names: [String] { Set(config.profiles.keys).union(credentials.profiles.keys).sorted() }
}
