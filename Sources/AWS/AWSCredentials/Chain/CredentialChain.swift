import AWSSigning

/// Asks the sources of credentials one after the other, in the AWS CLI's order.
///
/// Source: AWS CLI User Guide, "Configuration and credential precedence"; botocore/credentials.py,
/// `create_credential_resolver`. Left out are the files of tools before the CLI (`AWS_CREDENTIAL_FILE`, `~/.boto`) and
/// what asks a person: MFA and `aws login`, which are refused with what to do instead.
public struct CredentialChain: Sendable {
    private let sources: [any CredentialSource]

    init(_ sources: [any CredentialSource]) { self.sources = sources }

    public init(_ tools: SourceTools) {
        let profile = tools.configuration.profileName
        sources =
            [EnvironmentSource(tools), AssumeRoleSource(tools, profile: profile)]
            + Self.sources(ofProfile: profile, tools, usesEnvironment: !tools.configuration.isProfileExplicit)
            + [ContainerSource(tools), InstanceMetadataSource(tools)]
    }

    /// The sources that one profile can be, also as the `source_profile` of another.
    static func sources(
        ofProfile profile: String, _ tools: SourceTools, usesEnvironment: Bool
    ) -> [any CredentialSource] {
        [
            WebIdentitySource(tools, profile: profile, usesEnvironment: usesEnvironment),
            SSOSource(tools, profile: profile), ProfileKeysSource(tools, .credentials, profile: profile),
            LoginSource(tools, profile: profile), ProcessSource(tools, profile: profile),
            ProfileKeysSource(tools, .config, profile: profile),
        ]
    }

    /// The first source that is set up decides.
    public func resolve() async -> ChainResult {
        var reports: [SourceReport] = []
        var result: Result<FoundCredentials, ConfigurationProblem>?
        for source in sources {
            guard result == nil else {
                let winner = reports.last { $0.outcome != .notAsked }?.source ?? ""
                reports.append(
                    SourceReport(source: source.name, outcome: .notAsked, reason: "\(winner) comes before it"))
                continue
            }
            switch await source.find() {
            case .found(let found):
                result = .success(found)
                let end = found.expiry == nil ? "does not expire" : "is temporary"
                reports.append(
                    SourceReport(
                        source: source.name, outcome: .won, reason: "\(found.credentials.accessKeyID) \(end)"))
            case .absent(let reason):
                reports.append(SourceReport(source: source.name, outcome: .absent, reason: reason))
            case .failed(let problem):
                result = .failure(problem)
                reports.append(SourceReport(source: source.name, outcome: .failed, reason: problem.description))
            }
        }
        return ChainResult(found: result ?? .failure(Self.nothing), reports: reports)
    }

    private static let nothing = ConfigurationProblem(
        "No AWS credentials were found.",
        hint: "Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; `reconcile doctor` shows what was tried."
    )
}
