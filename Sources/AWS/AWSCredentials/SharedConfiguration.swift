public import HTTPClient

/// What the environment and AWS's files say beyond credentials, with the AWS CLI's precedence.
///
/// Source: AWS SDKs and Tools Reference Guide, "Settings reference"; AWS CLI User Guide, "Environment variables".
public struct SharedConfiguration: Sendable {
    /// The profile that is used, and what named it.
    public let profileName: String
    let files: SharedFiles
    let surroundings: Surroundings
    let profile: Profile
    /// The profile was named by the caller: then credentials in the environment do not count.
    let isProfileExplicit: Bool

    /// - Parameter profile: a profile that the user named to us.
    /// - Throws: a file that can't be read as configuration, or a profile that was named and does not exist.
    public init(_ surroundings: Surroundings, profile explicit: String? = nil) throws(ConfigurationProblem) {
        self.surroundings = surroundings
        files = try SharedFiles(surroundings)
        isProfileExplicit = explicit != nil
        let named = explicit ?? surroundings["AWS_DEFAULT_PROFILE"] ?? surroundings["AWS_PROFILE"]
        profileName = named ?? "default"
        guard let found = files.profile(profileName) else {
            guard named == nil else {
                throw ConfigurationProblem(
                    "The profile `\(profileName)` stands neither in \(files.configPath) nor in \(files.credentialsPath).",
                    hint: files.names.isEmpty ? "" : "There are: \(files.names.joined(separator: ", ")).")
            }
            profile = Profile()
            return
        }
        profile = found
    }

    /// The region: `AWS_REGION`, `AWS_DEFAULT_REGION`, then the profile's.
    public var region: String? { surroundings["AWS_REGION"] ?? surroundings["AWS_DEFAULT_REGION"] ?? profile["region"] }

    /// An address to use instead of AWS's: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the profile's `services`
    /// section, its own `endpoint_url`.
    /// - Parameter serviceID: the model's `serviceId`, for example `Elastic Load Balancing v2`.
    public func endpointURL(serviceID: String) -> String? {
        if isOn("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") { return nil }
        let key = serviceID.lowercased().replacing(" ", with: "_").replacing("-", with: "_")
        return surroundings["AWS_ENDPOINT_URL_\(key.uppercased())"] ?? surroundings["AWS_ENDPOINT_URL"]
            ?? profile["services"].flatMap { files.config.services[$0]?.blocks[key]?["endpoint_url"] }
            ?? profile["endpoint_url"]
    }

    /// Endpoints that are FIPS 140 validated are asked for.
    public var usesFIPS: Bool { isOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint") }
    /// Endpoints that speak IPv6 are asked for.
    public var usesDualStack: Bool { isOn("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint") }

    /// `standard` or `adaptive`, where somebody says it.
    public var retryMode: String? { surroundings["AWS_RETRY_MODE"] ?? profile["retry_mode"] }
    /// Attempts of one call altogether; nil when nobody says it.
    public var maximumAttempts: Int? {
        (surroundings["AWS_MAX_ATTEMPTS"] ?? profile["max_attempts"]).flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
    }

    /// Certificate bundle and proxies.
    public var http: HTTPSettings {
        var settings = HTTPSettings()
        settings.certificateBundle = (surroundings["AWS_CA_BUNDLE"] ?? profile["ca_bundle"]).map(surroundings.path)
        settings.proxy = ProxySettings(
            http: surroundings["http_proxy"] ?? surroundings["HTTP_PROXY"] ?? "",
            https: surroundings["https_proxy"] ?? surroundings["HTTPS_PROXY"] ?? "",
            exceptions: surroundings["no_proxy"] ?? surroundings["NO_PROXY"] ?? "")
        return settings
    }

    private func isOn(_ variable: String, _ setting: String) -> Bool {
        (surroundings[variable] ?? profile[setting])?.lowercased() == "true"
    }
}
