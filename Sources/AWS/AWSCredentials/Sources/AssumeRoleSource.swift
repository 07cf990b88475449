/// `role_arn` with `source_profile` or `credential_source`: a role assumed with other credentials.
///
/// Source: AWS CLI User Guide, "Using an IAM role in the AWS CLI"; the order of checks is botocore's
/// (`AssumeRoleProvider`).
struct AssumeRoleSource: CredentialSource {
    let name = "assume role"
    private let tools: SourceTools
    private let profile: String

    init(_ tools: SourceTools, profile: String) {
        self.tools = tools
        self.profile = profile
    }

    func find() async -> Finding {
        guard Self.isRole(tools.profile(profile)) else {
            return .absent("the profile `\(profile)` has no role_arn to assume with other credentials")
        }
        return await assume(profile, visited: [profile])
    }

    private static func isRole(_ profile: Profile) -> Bool {
        profile["role_arn"] != nil && profile["web_identity_token_file"] == nil
    }

    private static func hasKeys(_ profile: Profile) -> Bool {
        profile["aws_access_key_id"] != nil || profile["aws_secret_access_key"] != nil
    }

    private func assume(_ name: String, visited: [String]) async -> Finding {
        let settings = tools.profile(name)
        let role = settings["role_arn"] ?? ""
        if settings["mfa_serial"] != nil {
            return .failed(
                ConfigurationProblem(
                    "The profile `\(name)` wants MFA, and there is nobody to ask for a code during a run.",
                    hint: "Sign in with `aws sts get-session-token` or IAM Identity Center, and use that profile."))
        }
        let source: Finding
        switch (settings["source_profile"], settings["credential_source"]) {
        case (.some, .some):
            return .failed(
                ConfigurationProblem("The profile `\(name)` has both source_profile and credential_source: keep one."))
        case (nil, nil):
            return .failed(
                ConfigurationProblem(
                    "The profile `\(name)` has role_arn and neither source_profile nor credential_source."))
        case (nil, .some(let kind)): source = await named(kind, of: name)
        case (.some(let parent), nil): source = await profile(parent, of: name, visited: visited)
        }
        guard case .found(let found) = source else { return source }
        return await TokenService(tools).assumeRole(
            role, session: settings["role_session_name"], externalID: settings["external_id"],
            duration: settings["duration_seconds"], with: found.credentials)
    }

    private func named(_ kind: String, of name: String) async -> Finding {
        let source: any CredentialSource
        switch kind.lowercased() {
        case "environment": source = EnvironmentSource(tools)
        case "ecscontainer": source = ContainerSource(tools)
        case "ec2instancemetadata": source = InstanceMetadataSource(tools)
        default:
            return .failed(
                ConfigurationProblem(
                    "The credential_source of the profile `\(name)` is unknown.",
                    hint: "It is Environment, EcsContainer or Ec2InstanceMetadata."))
        }
        let found = await source.find()
        guard case .absent(let reason) = found else { return found }
        return .failed(
            ConfigurationProblem("The credential_source \(kind) of the profile `\(name)` gives nothing: \(reason)."))
    }

    private func profile(_ parent: String, of name: String, visited: [String]) async -> Finding {
        guard let settings = tools.files.profile(parent) else {
            return .failed(
                ConfigurationProblem("The source_profile `\(parent)` of the profile `\(name)` does not exist."))
        }
        // A profile may be its own source only for the keys that stand in it.
        if visited.contains(parent), parent != name || !Self.hasKeys(settings) {
            return .failed(
                ConfigurationProblem("The source_profile of `\(name)` leads in a circle back to `\(parent)`."))
        }
        if !Self.hasKeys(settings), Self.isRole(settings) {
            return await assume(parent, visited: visited + [parent])
        }
        for source in CredentialChain.sources(ofProfile: parent, tools, usesEnvironment: false) {
            let found = await source.find()
            if case .absent = found { continue }
            return found
        }
        return .failed(ConfigurationProblem("The source_profile `\(parent)` of `\(name)` has no credentials."))
    }
}
